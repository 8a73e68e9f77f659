import Contracts
import Synchronization

@testable import NotificationService

/// A mail transport that answers as it is told and remembers what it was given.
final class ScriptedTransport: NoticeTransport {
    let channel = NoticeChannel.email
    private let state = Mutex<(answers: [TransportAnswer], given: [OutgoingNotice])>(([], []))
    private let whileHandingOver: @Sendable (OutgoingNotice) async -> Void

    /// Answers in the given order, then always with `accepted`.
    init(
        _ answers: TransportAnswer..., whileHandingOver: @escaping @Sendable (OutgoingNotice) async -> Void = { _ in }
    ) {
        self.whileHandingOver = whileHandingOver
        state.withLock { $0.answers = answers }
    }

    var given: [OutgoingNotice] { state.withLock(\.given) }

    func handOver(_ notice: OutgoingNotice) async -> TransportAnswer {
        let answer = state.withLock { state in
            state.given.append(notice)
            return state.answers.isEmpty ? TransportAnswer.accepted : state.answers.removeFirst()
        }
        await whileHandingOver(notice)
        return answer
    }
}
