/// How an application is meant to end; the sample agencies answer as the application's own words ask them to.
enum WantedOutcome: String, CaseIterable, Codable, Sendable {
    /// Every agency agrees.
    case issued
    /// One correction is asked for, and made.
    case corrected
    /// An agency advises against it.
    case refused

    /// How the number of the registration certificate begins that makes the sample health office answer so.
    var certificatePrefix: String {
        switch self {
        case .issued: "STR-CONTOH"
        case .corrected: "STR-PERBAIKAN"
        case .refused: "STR-TOLAK"
        }
    }
}
