package import Contracts
import Pipeline
import Synchronization

/// Remembers which transports cannot be reached, so that a server that is down is asked once now and then and not once
/// for every notice.
package final class ChannelGates: Sendable {
    private struct Gate {
        var backOff = BackOff(first: .seconds(1), limit: .seconds(60))
        var closedUntil: ContinuousClock.Instant
        var reason: String
    }

    private let gates = Mutex<[NoticeChannel: Gate]>([:])

    /// Makes gates that are open.
    package init() {}

    /// The channels that are not tried at this moment.
    package func closed(at now: ContinuousClock.Instant) -> [NoticeChannel] {
        gates.withLock { gates in gates.filter { $0.value.closedUntil > now }.map(\.key) }
    }

    /// Why a channel does not work at present; nil when its transport answered last.
    package func reason(of channel: NoticeChannel) -> String? { gates.withLock { $0[channel]?.reason } }

    /// Notes an answer: one that says nothing of the server closes the gate for a growing wait, any other opens it.
    package func note(_ answer: TransportAnswer, on channel: NoticeChannel, at now: ContinuousClock.Instant) {
        gates.withLock { gates in
            guard case .unavailable(let reason) = answer else {
                gates[channel] = nil
                return
            }
            var gate = gates[channel] ?? Gate(closedUntil: now, reason: reason)
            // Attempts that were under way when the gate closed do not close it for longer.
            guard gate.closedUntil <= now else { return }
            gate.closedUntil = now + gate.backOff.next()
            gate.reason = reason
            gates[channel] = gate
        }
    }
}
