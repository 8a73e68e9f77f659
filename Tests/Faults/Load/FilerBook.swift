/// What citizens were told, and what they still try.
struct FilerBook: Sendable {
    /// The numbers of the applications that were accepted, by the citizen's number.
    var accepted: [Int: String] = [:]
    /// Citizens who have no definite answer yet.
    var open: Set<Int> = []
    /// Definite refusals, none of which is expected: status and type, with how many got it.
    var refused: [String: Int] = [:]
    /// Answers and failures that a citizen tries again after, by status or kind.
    var troubles: [String: Int] = [:]
    /// Arrivals that found too many others waiting.
    var dropped = 0
    /// Whether nobody comes at present.
    var isPaused = true
    /// The next citizen's number.
    var next = 0
}
