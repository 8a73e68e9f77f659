import Contracts
import Metrics

/// Verification's metric handles, made once.
struct VerificationMetrics: Sendable {
    /// Questions to agencies, attempts included.
    let asked = Counter(label: "mpp.verification.asked.checks")
    /// Agencies' words by what became of them.
    let answers = Dictionary(
        uniqueKeysWithValues: AnswerVerdict.allCases.map {
            ($0, Counter(label: "mpp.verification.answers", dimensions: [("verdict", $0.rawValue)]))
        })
    /// Moves by the state they led to.
    let moves = Dictionary(
        uniqueKeysWithValues: SubmissionState.allCases.map {
            ($0, Counter(label: "mpp.verification.moves", dimensions: [("state", $0.rawValue)]))
        })
    /// Deadlines that could not be told, for want of a calendar.
    let unknownDeadlines = Counter(label: "mpp.verification.unknown.deadlines")
    /// Questions said again because nothing was heard.
    let nudges = Counter(label: "mpp.verification.nudges")
    /// Questions that agencies gave back.
    let rejected = Counter(label: "mpp.verification.rejected.checks")
    /// Messages that no queue wanted.
    let unrouted = Counter(label: "mpp.verification.unrouted.messages")
    /// Documents that agencies fetched.
    let documents = Counter(label: "mpp.verification.fetched.documents")
}
