package import Contracts
import Foundation
package import Simulation

/// Stands in front of a transport and makes it slow, refusing, forgetful or repetitive, as a profile says; in test mode
/// only.
///
/// - Shape: of the profile's words, `error` and `tooManyRequests` refuse for now; `timeoutAfterWork` and `malformed` hand
///   the notice over and lose or garble the answer; `duplicate` hands it over twice, `late` answers after 3 seconds,
///   `crashAfterWork` kills the process. Outcomes: `mismatch` and `not-found` refuse for good, `unavailable` and outages
///   say that the transport cannot be reached. No answer takes longer than 10 seconds, since no real one may.
package struct SimulatedTransport: NoticeTransport {
    /// The wrapped transport's.
    package let channel: NoticeChannel
    private let wrapped: any NoticeTransport
    private let profile: SimulationProfile
    private let crash: @Sendable () -> Void
    private let start = ContinuousClock.now

    private static let longest = Duration.seconds(10)
    private static let lateness = Duration.seconds(3)

    /// Makes a transport; `crash` ends the process at once.
    package init(
        _ wrapped: any NoticeTransport, profile: SimulationProfile,
        crash: @escaping @Sendable () -> Void = { kill(getpid(), SIGKILL) }
    ) {
        channel = wrapped.channel
        self.wrapped = wrapped
        self.profile = profile
        self.crash = crash
    }

    /// Hands over, or does not.
    package func handOver(_ notice: OutgoingNotice) async -> TransportAnswer {
        if profile.outage(at: ContinuousClock.now - start) != nil { return .unavailable(reason: "simulated-outage") }
        let turn = profile.turn(for: notice.messageID, attempt: notice.attempt)
        await pass(min(turn.latency, Self.longest))
        switch turn.fault {
        case .error: return .refusedForNow(reason: "simulated-error")
        case .tooManyRequests: return .refusedForNow(reason: "simulated-too-many-requests")
        default: break
        }
        switch turn.outcome {
        case .mismatch: return .refused(reason: "simulated-mailbox-refused")
        case .notFound: return .refused(reason: "simulated-no-such-recipient")
        case .unavailable: return .unavailable(reason: "simulated-unavailable")
        case .match: return await take(notice, turn)
        }
    }

    private func take(_ notice: OutgoingNotice, _ turn: SimulatedTurn) async -> TransportAnswer {
        let answer = await wrapped.handOver(notice)
        guard answer == .accepted else { return answer }
        switch turn.fault {
        case .timeoutAfterWork: return .maybeTaken(reason: "simulated-timeout")
        case .malformed: return .maybeTaken(reason: "simulated-garbled-answer")
        case .duplicate: return await wrapped.handOver(notice)
        case .late: await pass(Self.lateness)
        case .crashAfterWork: crash()
        case .error, .tooManyRequests, nil: break
        }
        return answer
    }

    private func pass(_ time: Duration) async {
        guard time > .zero else { return }
        // A simulated time; a cancelled one is over.
        try? await Task.sleep(for: time)
    }
}
