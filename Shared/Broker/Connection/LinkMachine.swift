/// One connection with one channel, as a pure value: connects, keeps alive, reconnects, closes.
///
/// The role says what the channel is used for; a driver does what `takeCommand` says and carries the bytes.
struct LinkMachine<Role: ChannelRole>: Sendable {
    /// What the machine needs of the settings.
    struct Limits: Sendable {
        /// How long an answer to opening the channel may take.
        var open: Duration
        /// How long the broker may take no byte.
        var stall: Duration
        /// How long the orderly end may take.
        var close: Duration
        /// How long the farewell may take.
        var farewell: Duration = .seconds(1)
        /// How long a connection must have stood before the next failure counts as the first.
        var stable: Duration = .seconds(5)
        /// Whether it connects again by itself.
        var reconnects = true
    }

    private enum Phase: Sendable, Equatable {
        case idle
        case waiting(until: MonotonicTime)
        case connecting
        case opening(until: MonotonicTime)
        case open
        case pausing(until: MonotonicTime)
        case leaving(until: MonotonicTime)
        case closed
    }

    /// The channel's use.
    var role: Role
    /// The bytes to send.
    private(set) var output = FrameBuffer()

    private let limits: Limits
    private var phase = Phase.idle
    private var assembler = FrameAssembler()
    private var heartbeat = HeartbeatClock(intervalSeconds: 0, now: .zero)
    private var backoff: ReconnectBackoff
    private var channelBackoff: ReconnectBackoff
    private var address = ""
    private var openedAt = MonotonicTime.zero
    private var channelOpenedAt = MonotonicTime.zero
    private var outputSince: MonotonicTime?
    private var closeDeadline: MonotonicTime?
    private var lastError: BrokerError?
    private var blockedReason: String?
    private var wasReady = false
    private var command: LinkCommand?
    private var events: [LinkEvent] = []
    /// Connections made.
    private(set) var connections: UInt64 = 0
    /// Channels the broker has closed over an error.
    private(set) var channelErrors: UInt64 = 0

    /// Makes a machine that does nothing until `start`.
    init(role: Role, limits: Limits, backoff: ReconnectBackoff, channelBackoff: ReconnectBackoff) {
        self.role = role
        self.limits = limits
        self.backoff = backoff
        self.channelBackoff = channelBackoff
    }

    /// Whether it is over.
    var isClosed: Bool { phase == .closed }
    /// Why the last connection or channel ended.
    var failure: BrokerError? { lastError }

    /// How it stands, for the outside.
    var state: BrokerState {
        switch phase {
        case .closed, .leaving: .closed
        case .idle: .connecting(reason: "not started")
        case .open where role.isReady:
            blockedReason.map { BrokerState.blocked(reason: $0) } ?? .connected
        default: .connecting(reason: role.reason ?? lastError?.description ?? "connecting")
        }
    }

    /// What the driver is to do; once.
    mutating func takeCommand() -> LinkCommand? {
        defer { command = nil }
        return command
    }

    /// What to log; once.
    mutating func takeEvents() -> [LinkEvent] {
        guard !events.isEmpty else { return [] }
        defer { events = [] }
        return events
    }

    /// Whether the channel is open, or will be shortly.
    private var hasConnection: Bool {
        switch phase {
        case .opening, .open, .pausing, .leaving: true
        case .idle, .waiting, .connecting, .closed: false
        }
    }

    /// Starts connecting.
    mutating func start(at now: MonotonicTime) {
        guard phase == .idle else { return }
        phase = .connecting
        command = .connect
    }

    /// The driver has connected and logged in.
    mutating func connected(
        to address: String, heartbeatSeconds: Int, maximumFrameBytes: Int, at now: MonotonicTime
    ) {
        guard phase == .connecting else {
            command = .disconnect
            return
        }
        self.address = address
        connections += 1
        openedAt = now
        wasReady = false
        output.reset()
        output.maximumFrameBytes = maximumFrameBytes
        outputSince = nil
        heartbeat = HeartbeatClock(intervalSeconds: heartbeatSeconds, now: now)
        assembler.reset()
        openChannel(at: now)
    }

    /// The driver could not connect.
    mutating func connectFailed(_ error: BrokerError, at now: MonotonicTime) {
        guard phase == .connecting else { return }
        retry(after: error, at: now)
    }

    private mutating func openChannel(at now: MonotonicTime) {
        phase = .opening(until: now + limits.open)
        output.channelOpen()
    }

    private mutating func retry(after error: BrokerError, at now: MonotonicTime) {
        lastError = error
        events.append(.lost(error))
        guard limits.reconnects, closeDeadline == nil else {
            role.stop(error, written: output.written, at: now)
            phase = .closed
            events.append(.closed)
            return
        }
        let pause = backoff.next()
        phase = .waiting(until: now + pause)
        events.append(.retrying(after: pause))
    }

    /// The connection is gone: the socket broke, or the machine itself gives it up.
    mutating func lose(_ error: BrokerError, at now: MonotonicTime) {
        guard hasConnection else { return }
        command = .disconnect
        if case .leaving = phase {
            finish()
            return
        }
        if now >= openedAt + limits.stable { backoff.reset() }
        unblock(at: now)
        role.channelLost(error, written: output.written, at: now)
        output.reset()
        outputSince = nil
        retry(after: error, at: now)
    }

    private mutating func finish() {
        phase = .closed
        output.reset()
        events.append(.closed)
    }

    private mutating func unblock(at now: MonotonicTime) {
        guard blockedReason != nil else { return }
        blockedReason = nil
        role.blocked(false, at: now)
    }

    /// The socket has taken bytes.
    mutating func wrote(_ count: Int, at now: MonotonicTime) {
        guard count > 0 else { return }
        output.took(count)
        heartbeat.sent(at: now)
        outputSince = output.isEmpty ? nil : now
    }

    /// Bytes have come: the broker lives.
    ///
    /// The library keeps heartbeats to itself, so the frames alone do not tell.
    mutating func heard(at now: MonotonicTime) {
        heartbeat.received(at: now)
    }

    /// A frame has come.
    mutating func received(_ frame: InboundFrame, at now: MonotonicTime) {
        guard hasConnection else { return }
        do throws(BrokerError) {
            try handle(frame, at: now)
        } catch {
            lose(error, at: now)
        }
    }

    private mutating func handle(_ frame: InboundFrame, at now: MonotonicTime) throws(BrokerError) {
        switch frame {
        case .confirm(let number, let multiple, let isPositive):
            guard isOpen else { return }
            try role.confirmed(number, multiple: multiple, isPositive: isPositive, at: now)
        case .deliver(let method): if isOpen { try assembler.deliver(method) }
        case .returned(let method): if isOpen { try assembler.returned(method) }
        case .header(let bodyBytes, let properties):
            guard isOpen, let message = try assembler.header(bodyBytes: bodyBytes, properties: properties) else {
                return
            }
            try role.received(message, at: now)
        case .body(let bytes):
            guard isOpen, let message = try assembler.body(bytes) else { return }
            try role.received(message, at: now)
        case .reply(let reply): try handle(reply, at: now)
        case .consumerCancelled:
            events.append(.consumerCancelled)
            role.consumerCancelled(at: now)
        case .channelClosed(let close): channelClosed(close, at: now)
        case .connectionClosed(let close): connectionClosed(close, at: now)
        case .blocked(let reason):
            blockedReason = reason
            role.blocked(true, at: now)
            events.append(.blocked(reason: reason))
        case .unblocked:
            unblock(at: now)
            events.append(.unblocked)
        case .unknown(let method):
            throw .misplaced("method \(method) that no client can get")
        }
    }

    // Once we leave, everybody has been told; what still comes in changes nothing.
    private var isOpen: Bool { phase == .open }

    private mutating func handle(_ reply: InboundFrame.Reply, at now: MonotonicTime) throws(BrokerError) {
        switch (reply, phase) {
        case (.channelOpen, .opening):
            phase = .open
            channelOpenedAt = now
            role.channelOpened(at: now, output: &output)
        case (.connectionClosed, .leaving):
            command = .disconnect
            finish()
        case (_, .open): try role.received(reply, at: now, output: &output)
        default: break
        }
    }

    private mutating func channelClosed(_ close: InboundFrame.ServerClose, at now: MonotonicTime) {
        let error = BrokerError(
            .channelClosed, close.text, operation: AMQPMethod.name(class: close.classID, method: close.methodID),
            replyCode: close.code)
        // What is not written yet the broker would throw away; a frame half written must go out whole.
        let written = output.written
        output.channelCloseOK()
        assembler.reset()
        guard phase != .closed else { return }
        if case .leaving = phase { return }
        channelErrors += 1
        lastError = error
        events.append(.channelClosed(error))
        wasReady = false
        if phase == .open, now >= channelOpenedAt + limits.stable { channelBackoff.reset() }
        role.channelLost(error, written: written, at: now)
        phase = .pausing(until: now + channelBackoff.next())
    }

    private mutating func connectionClosed(_ close: InboundFrame.ServerClose, at now: MonotonicTime) {
        let error = BrokerError(
            .connectionClosed, close.text, operation: AMQPMethod.name(class: close.classID, method: close.methodID),
            replyCode: close.code)
        let mayAnswer = output.isEmpty
        lose(error, at: now)
        if mayAnswer { output.connectionCloseOK() }
    }

    /// Looks at the clock and lets the role send.
    mutating func advance(at now: MonotonicTime) {
        do throws(BrokerError) {
            try step(at: now)
        } catch {
            lose(error, at: now)
        }
    }

    private mutating func step(at now: MonotonicTime) throws(BrokerError) {
        switch phase {
        case .waiting(let until) where now >= until:
            phase = .connecting
            command = .connect
        case .pausing(let until) where now >= until: openChannel(at: now)
        case .opening(let until) where now >= until:
            throw BrokerError(.timedOut, "the broker does not open the channel", operation: "channel.open")
        case .leaving(let until) where now >= until:
            command = .disconnect
            finish()
            return
        default: break
        }
        if phase != .closed { try role.advance(at: now, output: &output) }
        if !wasReady, phase == .open, role.isReady {
            wasReady = true
            lastError = nil
            events.append(.connected(address: address))
        }
        if let closeDeadline, phase != .closed, now >= closeDeadline || role.isDrained { leave(at: now) }
        guard hasConnection else { return }
        if heartbeat.isSilent(at: now) {
            throw BrokerError(.heartbeatMissed, "nothing heard for two heartbeats", operation: "receive")
        }
        if output.isEmpty {
            outputSince = nil
            if heartbeat.mustSend(at: now) { output.heartbeat() }
        }
        if !output.isEmpty {
            let since = outputSince ?? now
            outputSince = since
            if blockedReason == nil, since + limits.stall <= now {
                throw BrokerError(.stalled, "the broker takes no bytes", operation: "send")
            }
        }
    }

    /// When `advance` is to be called at the latest.
    var wake: MonotonicTime {
        var wake = phase == .closed ? MonotonicTime.never : role.wake
        switch phase {
        case .waiting(let until), .opening(let until), .pausing(let until), .leaving(let until):
            wake = min(wake, until)
        case .idle, .connecting, .open, .closed: break
        }
        if let closeDeadline, phase != .closed { wake = min(wake, closeDeadline) }
        if hasConnection {
            // A heartbeat that cannot be sent because the socket is full must not spin.
            wake = min(wake, output.isEmpty ? heartbeat.wake : heartbeat.silentAt)
            if let outputSince, blockedReason == nil { wake = min(wake, outputSince + limits.stall) }
        }
        return wake
    }

    /// Begins the orderly end: outstanding work first, bounded.
    mutating func close(at now: MonotonicTime) {
        guard phase != .closed, closeDeadline == nil else { return }
        closeDeadline = now + limits.close
        role.close(at: now, output: &output)
        if !hasConnection { end(.closed("close"), at: now) }
    }

    /// Ends at once, with no more than a farewell to the broker.
    mutating func stop(at now: MonotonicTime) {
        switch phase {
        case .closed, .leaving: break
        default: leave(at: now)
        }
    }

    /// The role asks for no more than its end, without closing: consumers drain.
    mutating func drain(at now: MonotonicTime) {
        guard phase != .closed else { return }
        role.close(at: now, output: &output)
    }

    private mutating func leave(at now: MonotonicTime) {
        if case .leaving = phase { return }
        guard hasConnection else {
            end(.closed("close"), at: now)
            return
        }
        role.stop(.closed("close"), written: output.written, at: now)
        output.connectionClose()
        phase = .leaving(until: now + limits.farewell)
    }

    private mutating func end(_ error: BrokerError, at now: MonotonicTime) {
        role.stop(error, written: output.written, at: now)
        finish()
    }
}
