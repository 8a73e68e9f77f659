/// Does requests one after the other on a channel; one that the broker refuses costs the channel, not the others.
struct TopologyMachine: Sendable {
    private let requests: [TopologyRequest]
    private let stopsAtRefusal: Bool
    private var isAwaiting = false
    private var isOpen = false
    private var isStopped = false
    /// The results so far, in the order of the requests.
    private(set) var results: [Result<InboundFrame.Reply, BrokerError>] = []

    /// Makes a machine for these requests.
    init(_ requests: [TopologyRequest], stopsAtRefusal: Bool) {
        self.requests = requests
        self.stopsAtRefusal = stopsAtRefusal
    }

    private mutating func sendNext(_ output: inout FrameBuffer) {
        guard isOpen, !isAwaiting, !isDone else { return }
        requests[results.count].append(to: &output)
        isAwaiting = true
    }

    /// Whether every request has its result, or the rest will not be done.
    var isDone: Bool {
        if results.count == requests.count || isStopped { return true }
        guard stopsAtRefusal, case .failure = results.last else { return false }
        return true
    }
}

extension TopologyMachine: ChannelRole {
    /// Whether requests can be sent.
    var isReady: Bool { isOpen }
    /// The connection knows best.
    var reason: String? { nil }
    /// Whether nothing is left to do.
    var isDrained: Bool { isDone }
    /// Requests are sent as answers come.
    var wantsOutput: Bool { false }
    /// No timers.
    var wake: MonotonicTime { .never }

    /// Goes on with the next request.
    mutating func channelOpened(at now: MonotonicTime, output: inout FrameBuffer) {
        isOpen = true
        sendNext(&output)
    }

    /// Keeps a result.
    mutating func received(
        _ reply: InboundFrame.Reply, at now: MonotonicTime, output: inout FrameBuffer
    ) throws(BrokerError) {
        guard isAwaiting else { return }
        isAwaiting = false
        results.append(.success(reply))
        sendNext(&output)
    }

    /// Nothing is published here.
    mutating func confirmed(
        _ number: UInt64, multiple: Bool, isPositive: Bool, at now: MonotonicTime
    ) throws(BrokerError) {
        throw .misplaced("a confirm on a channel for topology")
    }

    /// Nothing is consumed here.
    mutating func received(_ message: FrameAssembler.Message, at now: MonotonicTime) throws(BrokerError) {
        throw .misplaced("a message on a channel for topology")
    }

    /// Nothing is consumed here.
    mutating func consumerCancelled(at now: MonotonicTime) {}

    /// The request that was refused has failed; the others go on when the channel is open again.
    mutating func channelLost(_ error: BrokerError, written: UInt64, at now: MonotonicTime) {
        isOpen = false
        guard isAwaiting else { return }
        isAwaiting = false
        results.append(.failure(error))
    }

    /// Alarms do not touch topology.
    mutating func blocked(_ isBlocked: Bool, at now: MonotonicTime) {}

    /// Nothing depends on the clock.
    mutating func advance(at now: MonotonicTime, output: inout FrameBuffer) throws(BrokerError) {}

    /// Requests under way are finished.
    mutating func close(at now: MonotonicTime, output: inout FrameBuffer) {}

    /// The rest is not done.
    mutating func stop(_ error: BrokerError, written: UInt64, at now: MonotonicTime) {
        guard !isDone else { return }
        channelLost(error, written: written, at: now)
        while results.count < requests.count { results.append(.failure(error)) }
        isStopped = true
    }
}
