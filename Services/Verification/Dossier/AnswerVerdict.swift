/// What became of an agency's word.
package enum AnswerVerdict: String, CaseIterable, Sendable {
    /// It counted.
    case counted
    /// The application or the check waits for it no longer.
    case late
    /// The same was said before.
    case repeated
    /// It answers an attempt that was never made.
    case wrongAttempt = "wrong-attempt"
}
