import Contracts

/// A record that has everything but its place in the chain.
struct RecordDraft: Sendable {
    /// What it states.
    let facts: RecordFacts
    /// The sealed application; nil for records without content of their own.
    let application: KeptPart?
    /// The protected history.
    let history: KeptPart?
    /// The number of what archiving says about it.
    let sequence: Int
    /// The trace of the event that it was made from.
    let traceparent: String?
}
