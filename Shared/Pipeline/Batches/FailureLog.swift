import Contracts
import Synchronization

/// The failure memory of one consumer, shared by its queue's loop and its deferred loop.
final class FailureLog: Sendable {
    private let memory = Mutex(FailureMemory())

    /// Judges a message that failed alone with a verdict of the database; a service's own rejection is always parked.
    func judge(_ failure: BatchError, submission: SubmissionID?) -> FailureMemory.Verdict {
        guard case .message(let code, _) = failure, failure.isDatabaseVerdict else { return .park }
        return memory.withLock { $0.judge(code: code, submission: submission?.description ?? "", at: .now) }
    }
}
