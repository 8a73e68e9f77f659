/// What a transport says after a notice was handed to it.
///
/// Reasons are stable words in kebab-case; they never hold an address or a text of the server.
package enum TransportAnswer: Sendable, Equatable {
    /// It has the notice.
    case accepted
    /// It did not take the notice and never will.
    case refused(reason: String)
    /// It did not take the notice now.
    case refusedForNow(reason: String)
    /// It could not be reached; the notice never left.
    case unavailable(reason: String)
    /// The notice left and no answer came: it may have been taken.
    case maybeTaken(reason: String)

    /// Why it was not taken for certain.
    package var reason: String? {
        switch self {
        case .accepted: nil
        case .refused(let reason), .refusedForNow(let reason), .unavailable(let reason), .maybeTaken(let reason):
            reason
        }
    }
}
