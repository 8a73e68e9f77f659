/// One thing that set-up found or did.
struct SetupStep: Encodable, Sendable {
    /// What it is about: `role intake`, `policy mpp-intake`.
    let what: String
    /// `present`, `missing` (only with a dry run), `made` or `set`.
    let outcome: Outcome

    /// What was found or done.
    enum Outcome: String, Encodable, Sendable {
        case present
        case missing
        case made
        case set
    }
}
