/// Notices a consumer that the broker has forgotten: nothing is delivered although the queue has messages.
struct IdleProbe: Sendable {
    private let interval: Duration
    private var factor = 1
    private var dueAt: MonotonicTime
    private var strikes = 0
    private var isAsking = false

    /// After a re-start that brought nothing the next question waits longer, up to this many intervals.
    private static let largestFactor = 16
    /// So many answers "there are messages" in a row mean that the consumer is lost.
    private static let limit = 2

    /// Makes a probe that first asks after an interval.
    init(interval: Duration, now: MonotonicTime = .zero) {
        self.interval = interval
        dueAt = now + interval
    }

    /// When to ask.
    var wake: MonotonicTime { isAsking ? .never : dueAt }

    /// Something was delivered.
    mutating func delivered(at now: MonotonicTime) {
        factor = 1
        strikes = 0
        dueAt = now + interval
    }

    /// The consumer started on a channel.
    mutating func started(at now: MonotonicTime) {
        strikes = 0
        isAsking = false
        dueAt = now + interval * factor
    }

    /// Whether to ask now; the answer comes by `answered`.
    mutating func mustAsk(at now: MonotonicTime) -> Bool {
        guard !isAsking, now >= dueAt else { return false }
        isAsking = true
        return true
    }

    /// The queue has so many messages ready; true if the consumer is lost and must start again.
    mutating func answered(messages: Int, at now: MonotonicTime) -> Bool {
        guard isAsking else { return false }
        isAsking = false
        dueAt = now + interval * factor
        // A delivery since the question has reset the strikes; its count is stale then, but one strike harms nothing.
        strikes = messages > 0 ? strikes + 1 : 0
        guard strikes >= Self.limit else { return false }
        strikes = 0
        factor = min(factor * 2, Self.largestFactor)
        return true
    }
}
