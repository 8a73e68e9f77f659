/// When to send a heartbeat and when the broker has been silent for too long.
///
/// - Source: AMQP 0-9-1 section 4.2.7 with RabbitMQ's practice: send at half the interval, give up after two.
struct HeartbeatClock: Sendable {
    private let interval: Int64
    private var lastSent: MonotonicTime
    private var lastReceived: MonotonicTime

    /// Starts the clock; an interval of 0 seconds means no heartbeats.
    init(intervalSeconds: Int, now: MonotonicTime) {
        interval = Int64(max(intervalSeconds, 0)) * 1_000_000_000
        lastSent = now
        lastReceived = now
    }

    /// Bytes went out.
    mutating func sent(at now: MonotonicTime) {
        lastSent = now
    }

    /// A frame came in.
    mutating func received(at now: MonotonicTime) {
        lastReceived = now
    }

    /// Whether a heartbeat is due.
    func mustSend(at now: MonotonicTime) -> Bool { interval > 0 && now >= lastSent + .nanoseconds(interval / 2) }

    /// Whether the broker has been silent for too long.
    func isSilent(at now: MonotonicTime) -> Bool { interval > 0 && now >= lastReceived + .nanoseconds(interval * 2) }

    /// When the silence is too long.
    var silentAt: MonotonicTime { interval > 0 ? lastReceived + .nanoseconds(interval * 2) : .never }

    /// When to look again.
    var wake: MonotonicTime {
        guard interval > 0 else { return .never }
        return min(lastSent + .nanoseconds(interval / 2), lastReceived + .nanoseconds(interval * 2))
    }
}
