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

    /// Where it stands.
    enum Phase: Sendable, Equatable {
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
    var output = FrameBuffer()

    /// The limits.
    let limits: Limits
    /// Where it stands.
    var phase = Phase.idle
    /// Puts messages together.
    var assembler = FrameAssembler()
    private var heartbeat = HeartbeatClock(intervalSeconds: 0, now: .zero)
    private var backoff: ReconnectBackoff
    /// The pauses before opening a channel again.
    var channelBackoff: ReconnectBackoff
    private var address = ""
    private var openedAt = MonotonicTime.zero
    /// When the channel was opened.
    var channelOpenedAt = MonotonicTime.zero
    private var outputSince: MonotonicTime?
    /// When the orderly end is over, once it has begun.
    var closeDeadline: MonotonicTime?
    /// Why the last connection or channel ended.
    var lastError: BrokerError?
    /// Why the broker takes no messages, while it does not.
    var blockedReason: String?
    /// Whether this channel has been ready.
    var wasReady = false
    /// What the driver is to do.
    var command: LinkCommand?
    /// What to log.
    var events: [LinkEvent] = []
    /// Connections made.
    private(set) var connections: UInt64 = 0
    /// Channels the broker has closed over an error.
    var channelErrors: UInt64 = 0

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
    var hasConnection: Bool {
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

    /// It is over.
    mutating func finish() {
        phase = .closed
        output.reset()
        events.append(.closed)
    }

    /// The broker takes messages again, or its connection is gone.
    mutating func unblock(at now: MonotonicTime) {
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
        if phase == .closed { return .never }
        var wake = role.wake
        if let closeDeadline { wake = min(wake, closeDeadline) }
        switch phase {
        case .leaving(let until): wake = until
        case .waiting(let until), .opening(let until), .pausing(let until):
            wake = min(wake, until)
        case .idle, .connecting, .open, .closed: break
        }
        if hasConnection {
            // A heartbeat that cannot be sent because the socket is full must not spin.
            wake = min(wake, output.isEmpty ? heartbeat.wake : heartbeat.silentAt)
            if let outputSince, blockedReason == nil { wake = min(wake, outputSince + limits.stall) }
        }
        return wake
    }
}
