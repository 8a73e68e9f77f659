/// What a message means to verification, given where the application stands.
public enum MessageReception: Hashable, Sendable {
    /// The message moves the application.
    case moves(SubmissionTrigger)
    /// An agency's words about a check: they count while the check is open and its attempt not newer than the last
    /// question; the join policy says what follows.
    case judgedByCheck
    /// The record's proof: it ends the wait for archiving and changes no state.
    case settlesRecord
    /// The same news came before; it changes nothing.
    case repeated
    /// It comes too late to change anything; it is recorded.
    case late
    /// The state does not wait for it yet, though it may come out of order; it is recorded and changes nothing.
    case unexpected
    /// Verification does not read this type; it is parked.
    case foreign
}
