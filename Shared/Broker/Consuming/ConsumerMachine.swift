/// The consumer's side of a channel: what has arrived, what is handed out, what is settled.
struct ConsumerMachine: Sendable {
    private enum Phase: Sendable, Equatable {
        case down
        case starting
        case consuming
        case paused(until: MonotonicTime)
        case cancelling
        case cancelled
    }

    private let queue: String
    private let prefetch: UInt16
    private let consumerTag: String
    private let heldLimit: Int
    private let acknowledgedTogether: Int
    private var phase = Phase.down
    /// Counts the channels; a tag of an older one settles nothing.
    private(set) var generation: UInt64 = 0
    private var tracker: AcknowledgementTracker
    private var ready: [Delivery] = []
    private var isDraining = false
    /// Whether it has ended at once.
    private(set) var isStopped = false
    private var flushAt = MonotonicTime.never
    private var heldUntil = MonotonicTime.never
    private var heldCount = 0
    private var backoff: ReconnectBackoff
    private var probe: IdleProbe
    private var acknowledgements: [AcknowledgementTracker.Acknowledgement] = []
    private var rejections: [(number: UInt64, requeue: Bool)] = []
    /// What has been done so far.
    private(set) var statistics = BrokerStatistics()

    /// Finished deliveries are told the broker no later than this.
    static let longestPause = Duration.milliseconds(5)
    /// Those behind an unfinished one no later than this.
    private static let longestHold = Duration.milliseconds(500)

    /// So many finished deliveries are told at once: a tenth of the prefetch, which keeps the broker sending without
    /// a message of its own for each.
    static func acknowledgedTogether(prefetch: UInt16) -> Int { max(1, Int(prefetch) / 10) }

    /// Makes a consumer of a queue.
    init(
        queue: String, prefetch: UInt16, consumerTag: String, backoff: ReconnectBackoff, idleProbeInterval: Duration
    ) {
        self.queue = queue
        self.prefetch = prefetch
        self.consumerTag = consumerTag
        self.backoff = backoff
        heldLimit = Int(prefetch) / 8
        acknowledgedTogether = Self.acknowledgedTogether(prefetch: prefetch)
        tracker = AcknowledgementTracker(capacity: Int(prefetch))
        probe = IdleProbe(interval: idleProbeInterval)
    }

    /// Whether no delivery will come any more.
    var isOver: Bool { isDraining || isStopped }

    /// Whether the orderly end of deliveries is complete, or came about by losing the channel.
    var isCancelled: Bool { phase == .cancelled || (isDraining && phase == .down) || isStopped }

    /// Deliveries to be taken.
    var readyCount: Int { isOver ? 0 : ready.count }

    /// Takes the deliveries that have come; none once draining has begun.
    mutating func takeAll() -> [Delivery] {
        if isOver || ready.isEmpty { return [] }
        defer { ready = [] }
        return ready
    }

    /// Takes deliveries back that nobody wanted; draining hands them to the broker.
    mutating func restore(_ deliveries: [Delivery]) {
        ready = deliveries.filter { $0.tag.generation == generation } + ready
    }

    /// Finishes deliveries; those of an older channel and those settled already are ignored.
    mutating func acknowledge(_ tags: [DeliveryTag]) {
        for tag in tags where tag.generation == generation {
            if tracker.finish(tag.number) { statistics.acknowledged += 1 }
        }
    }

    /// Rejects a delivery; one of an older channel or settled already is ignored.
    mutating func reject(_ tag: DeliveryTag, requeue: Bool) {
        guard tag.generation == generation, tracker.remove(tag.number) else { return }
        statistics.rejected += 1
        rejections.append((tag.number, requeue))
    }

    private mutating func flush(_ output: inout FrameBuffer, at now: MonotonicTime) {
        for rejection in rejections { output.reject(rejection.number, requeue: rejection.requeue) }
        rejections.removeAll(keepingCapacity: true)
        let fresh = tracker.finishedCount - heldCount
        let mustFlush = heldUntil <= now || (isOver && tracker.finishedCount > 0)
        guard mustFlush || flushAt <= now || fresh >= acknowledgedTogether else {
            if fresh > 0 { flushAt = min(flushAt, now + Self.longestPause) }
            return
        }
        flushAt = .never
        tracker.flush(heldLimit: mustFlush ? 0 : heldLimit, into: &acknowledgements)
        for one in acknowledgements { output.acknowledge(one.number, multiple: one.multiple) }
        acknowledgements.removeAll(keepingCapacity: true)
        heldCount = tracker.finishedCount
        heldUntil =
            heldCount == 0 ? .never : mustFlush ? now + Self.longestHold : min(heldUntil, now + Self.longestHold)
    }

    private mutating func handBackReady(_ output: inout FrameBuffer) {
        for delivery in ready where tracker.remove(delivery.tag.number) {
            output.handBack(delivery.tag.number)
        }
        ready = []
    }
}

extension ConsumerMachine: ChannelRole {
    /// Whether deliveries flow, or the orderly end has begun.
    var isReady: Bool {
        switch phase {
        case .consuming, .cancelling, .cancelled: true
        case .down, .starting, .paused: false
        }
    }

    /// Why there are no deliveries on a good channel.
    var reason: String? {
        if case .paused = phase { "the broker has cancelled the consumer of \(queue)" } else { nil }
    }

    /// Whether the consumer is ended and all that is settled has been told.
    var isDrained: Bool {
        (phase == .cancelled || phase == .down) && tracker.finishedCount == 0 && rejections.isEmpty
    }

    /// Whether something settled has not been told.
    var wantsOutput: Bool { false }

    /// The next timer.
    var wake: MonotonicTime {
        var wake = min(flushAt, heldUntil)
        if case .paused(let until) = phase { wake = min(wake, until) }
        if phase == .consuming, tracker.openCount == 0 { wake = min(wake, probe.wake) }
        return wake
    }

    /// Starts consuming, unless draining has begun.
    mutating func channelOpened(at now: MonotonicTime, output: inout FrameBuffer) {
        generation += 1
        guard !isDraining else {
            phase = .cancelled
            return
        }
        phase = .starting
        output.qos(prefetch: prefetch)
        output.consume(queue: queue, consumerTag: consumerTag)
    }

    /// Moves on with the broker's answers.
    mutating func received(
        _ reply: InboundFrame.Reply, at now: MonotonicTime, output: inout FrameBuffer
    ) throws(BrokerError) {
        switch (reply, phase) {
        case (.consume, .starting):
            phase = .consuming
            probe.started(at: now)
            if isDraining { cancel(&output) }
        case (.cancel, .cancelling):
            phase = .cancelled
            handBackReady(&output)
        case (.queue(let messages, _), .consuming):
            if tracker.openCount == 0, probe.answered(messages: messages, at: now) {
                throw BrokerError(.stalled, "\(queue) has messages but delivers none", operation: "consume")
            }
        default:
            break
        }
    }

    private mutating func cancel(_ output: inout FrameBuffer) {
        phase = .cancelling
        output.cancel(consumerTag: consumerTag)
    }

    /// Consumers publish nothing.
    mutating func confirmed(
        _ number: UInt64, multiple: Bool, isPositive: Bool, at now: MonotonicTime
    ) throws(BrokerError) {
        throw .misplaced("a confirm on a consumer's channel")
    }

    /// Keeps a delivery until somebody takes it.
    mutating func received(_ message: FrameAssembler.Message, at now: MonotonicTime) throws(BrokerError) {
        guard case .delivery(let method, let properties, let body) = message else {
            throw .misplaced("a return on a consumer's channel")
        }
        try tracker.delivered(method.number)
        statistics.delivered += 1
        ready.append(
            Delivery(
                tag: DeliveryTag(generation: generation, number: method.number), exchange: method.exchange,
                routingKey: method.routingKey, redelivered: method.redelivered, properties: properties, body: body))
    }

    /// Starts again after a pause; what was delivered can still be settled.
    mutating func consumerCancelled(at now: MonotonicTime) {
        switch phase {
        case .starting, .consuming: phase = isDraining ? .cancelled : .paused(until: now + backoff.next())
        case .cancelling: break  // our own cancel is answered all the same
        case .down, .paused, .cancelled: break
        }
    }

    /// Forgets all deliveries; the broker delivers them again.
    mutating func channelLost(_ error: BrokerError, written: UInt64, at now: MonotonicTime) {
        phase = .down
        // A tag of this channel must not settle a delivery of the next.
        generation += 1
        tracker.reset()
        rejections.removeAll(keepingCapacity: true)
        ready = []
        heldUntil = .never
        flushAt = .never
        heldCount = 0
    }

    /// Alarms do not touch consumers.
    mutating func blocked(_ isBlocked: Bool, at now: MonotonicTime) {}

    /// Tells the broker what is settled, starts again after a cancel, asks when it is too quiet.
    mutating func advance(at now: MonotonicTime, output: inout FrameBuffer) throws(BrokerError) {
        statistics.outstanding = tracker.openCount + tracker.finishedCount
        switch phase {
        case .down:
            return
        case .paused(let until) where now >= until:
            phase = .starting
            output.consume(queue: queue, consumerTag: consumerTag)
        case .consuming:
            if tracker.openCount > 0 {
                probe.delivered(at: now)
            } else if probe.mustAsk(at: now) {
                output.declareQueue(queue, arguments: [:], passive: true)
            }
        case .starting, .paused, .cancelling, .cancelled:
            break
        }
        flush(&output, at: now)
    }

    /// Ends the consumer in order: no new deliveries, those never handed out go back, settling goes on.
    mutating func close(at now: MonotonicTime, output: inout FrameBuffer) {
        guard !isDraining else { return }
        isDraining = true
        switch phase {
        case .consuming: cancel(&output)
        case .paused: phase = .cancelled
        case .down, .starting, .cancelling, .cancelled: break
        }
        if phase == .cancelled { handBackReady(&output) }
    }

    /// Ends at once; the broker delivers again what is not settled.
    mutating func stop(_ error: BrokerError, written: UInt64, at now: MonotonicTime) {
        isStopped = true
        channelLost(error, written: written, at: now)
    }
}
