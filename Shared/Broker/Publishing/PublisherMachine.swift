import DequeModule

/// The publisher's side of a channel: what to send, what is in flight, what became of it.
struct PublisherMachine: Sendable {
    /// What `PublisherMachine` needs of the settings.
    struct Limits: Sendable {
        /// The user to stamp, if any.
        var stampedUser: String?
        /// The connection's user.
        var user: String
        /// The longest body.
        var maximumBodyBytes: Int
        /// How long a message waits for a connection.
        var unsent: Duration
        /// How long a sent message waits for its confirm.
        var confirm: Duration
        /// How long the broker may confirm nothing.
        var stall: Duration
        /// How long messages to an exchange that closed the channel are kept back.
        var quarantine: Duration = .seconds(5)
    }

    private enum Phase: Sendable {
        case down
        case selecting
        case ready
    }

    /// No more than this is encoded ahead of the socket.
    private static let outputLimit = 1 << 20

    private let limits: Limits
    private var phase = Phase.down
    private var isBlocked = false
    private var isClosing = false
    private var stopped: BrokerError?
    private var window: ConfirmWindow
    private var ledger = PublishLedger()
    private var quarantine: ExchangeQuarantine
    private var requeued: Deque<PublishTicket> = []
    private var pending: Deque<Int32> = []
    private var pendingItem: Int32 = 0
    private var idleSince = MonotonicTime.zero
    private var progressAt = MonotonicTime.zero
    private var lastReturned: UInt64 = 0
    private var lastError: BrokerError?
    private var settled: [ConfirmWindow.Settled] = []
    /// What has been done so far.
    private(set) var statistics = BrokerStatistics()

    /// Makes a publisher with so many messages in flight.
    init(window: Int, limits: Limits) {
        self.window = ConfirmWindow(limit: window)
        self.limits = limits
        quarantine = ExchangeQuarantine(pause: limits.quarantine)
    }

    /// Takes messages in and gives their batch; those that cannot be sent are settled at once.
    mutating func submit(_ messages: [OutboundMessage], at now: MonotonicTime) -> Int32 {
        let batch = ledger.add(messages, now: now)
        if let error = stopped ?? (isClosing ? .closed("publish") : nil) {
            for item in messages.indices { giveBack(PublishTicket(batch: batch, item: Int32(item)), error) }
        } else if !messages.isEmpty {
            pending.append(batch)
        }
        return batch
    }

    /// Takes a batch out whose messages are all settled.
    mutating func takeCompleted() -> (batch: Int32, outcomes: [PublishOutcome])? { ledger.takeCompleted() }

    private mutating func giveBack(_ ticket: PublishTicket, _ error: BrokerError) {
        statistics.unsent += 1
        ledger.settle(ticket, .unsent(error))
    }

    private mutating func giveUp(_ ticket: PublishTicket, _ error: BrokerError) {
        statistics.unknown += 1
        ledger.settle(ticket, .unknown(error))
    }

    /// The next message to send, oldest first.
    private mutating func nextTicket() -> PublishTicket? {
        if let ticket = requeued.popFirst() { return ticket }
        guard let batch = pending.first else { return nil }
        let ticket = PublishTicket(batch: batch, item: pendingItem)
        pendingItem += 1
        if Int(pendingItem) == ledger.count(batch) {
            pending.removeFirst()
            pendingItem = 0
        }
        return ticket
    }

    private mutating func send(_ output: inout FrameBuffer, at now: MonotonicTime) {
        while !window.isFull, output.count < Self.outputLimit, let ticket = nextTicket() {
            guard let message = ledger.message(ticket) else { continue }
            if let fault = message.fault(user: limits.user, maximumBodyBytes: limits.maximumBodyBytes) {
                giveBack(ticket, fault)
            } else if !quarantine.isEmpty, let error = quarantine.error(for: message, now: now) {
                giveBack(ticket, error)
            } else {
                let start = output.end
                guard output.publish(message, stamping: limits.stampedUser) else {
                    giveBack(ticket, .invalidMessage("the properties do not fit one frame"))
                    continue
                }
                if window.isEmpty { progressAt = now }
                window.push(ticket, start: start, now: now)
                statistics.published += 1
            }
        }
    }

    /// Gives back what has waited too long for a connection.
    private mutating func giveBackOverdue(at now: MonotonicTime) {
        let overdue = unsentDeadline
        guard overdue <= now else { return }
        let error = BrokerError(
            isBlocked ? .blocked : .timedOut,
            lastError.map { "no connection in time: \($0.replyText)" }
                ?? (isBlocked ? "the broker takes no messages" : "no connection in time"),
            operation: "publish")
        while let ticket = requeued.popFirst() { giveBack(ticket, error) }
        while let batch = pending.first, max(ledger.submittedAt(batch), idleSince) + limits.unsent <= now {
            while let ticket = nextTicket(), ticket.batch == batch {
                giveBack(ticket, error)
                if pending.first != batch { break }
            }
        }
    }

    /// When the first message has waited too long for a connection.
    private var unsentDeadline: MonotonicTime {
        if !requeued.isEmpty { return idleSince + limits.unsent }
        guard let batch = pending.first else { return .never }
        return max(ledger.submittedAt(batch), idleSince) + limits.unsent
    }

    private mutating func giveUpOverdue(at now: MonotonicTime) {
        guard let sentAt = window.unexpiredSentAt, sentAt + limits.confirm <= now else { return }
        settled.removeAll(keepingCapacity: true)
        window.expire(
            sentBy: MonotonicTime(nanoseconds: now.nanoseconds - limits.confirm.nanoseconds), into: &settled)
        let error = BrokerError(.timedOut, "no confirm in time", operation: "publish")
        for item in settled {
            if item.wasReturned { ledger.settle(item.ticket) } else { giveUp(item.ticket, error) }
        }
    }
}

extension PublisherMachine: ChannelRole {
    /// Whether messages can be sent.
    var isReady: Bool { phase == .ready }
    /// The connection knows best.
    var reason: String? { nil }
    /// Whether no sender waits and nothing is in flight.
    var isDrained: Bool { requeued.isEmpty && pending.isEmpty && window.isEmpty }
    /// Whether a message could be sent at once.
    var wantsOutput: Bool {
        phase == .ready && !isBlocked && !window.isFull && !(requeued.isEmpty && pending.isEmpty)
    }

    /// The next deadline of a message or of the broker.
    var wake: MonotonicTime {
        var wake = MonotonicTime.never
        if phase != .ready || isBlocked { wake = unsentDeadline }
        if let sentAt = window.unexpiredSentAt { wake = min(wake, sentAt + limits.confirm) }
        if !window.isEmpty, !isBlocked { wake = min(wake, progressAt + limits.stall) }
        return wake
    }

    /// Asks for confirms.
    mutating func channelOpened(at now: MonotonicTime, output: inout FrameBuffer) {
        phase = .selecting
        output.confirmSelect()
    }

    /// Starts sending once confirms are on.
    mutating func received(
        _ reply: InboundFrame.Reply, at now: MonotonicTime, output: inout FrameBuffer
    ) throws(BrokerError) {
        if reply == .confirmSelect, phase == .selecting {
            phase = .ready
            progressAt = now
            lastError = nil
        }
    }

    /// Settles messages.
    mutating func confirmed(
        _ number: UInt64, multiple: Bool, isPositive: Bool, at now: MonotonicTime
    ) throws(BrokerError) {
        progressAt = now
        settled.removeAll(keepingCapacity: true)
        try window.settle(number, multiple: multiple, into: &settled)
        for item in settled {
            if item.wasReturned {
                ledger.settle(item.ticket)
            } else if isPositive {
                statistics.confirmed += 1
                ledger.settle(item.ticket)
            } else {
                statistics.nacked += 1
                ledger.settle(item.ticket, .nacked)
            }
        }
    }

    /// Notes a return; the confirm that follows settles the message.
    mutating func received(_ message: FrameAssembler.Message, at now: MonotonicTime) throws(BrokerError) {
        guard case .returned(let method, let properties) = message else {
            throw .misplaced("a delivery on a publisher's channel")
        }
        progressAt = now
        let found = window.markReturned(after: lastReturned) { [ledger] ticket in
            guard let sent = ledger.message(ticket), sent.mandatory else { return false }
            if let id = properties.messageID { return sent.properties.messageID == id }
            return sent.properties.messageID == nil && sent.exchange == method.exchange
                && sent.routingKey == method.routingKey
        }
        guard let found else { return }
        lastReturned = found.number
        statistics.returned += 1
        ledger.note(found.ticket, .returned(code: method.code, text: method.text))
    }

    /// Publishers have no consumer.
    mutating func consumerCancelled(at now: MonotonicTime) {}

    /// Sorts what was in flight into sent (unknown) and not sent (kept for the next channel).
    mutating func channelLost(_ error: BrokerError, written: UInt64, at now: MonotonicTime) {
        if phase == .ready, !isBlocked { idleSince = now }
        phase = .down
        lastReturned = 0
        lastError = error
        quarantine.learn(error, now: now)
        let innocent = BrokerError(
            error.code, "lost together with another message's channel: \(error.replyText)",
            operation: error.operation, replyCode: error.replyCode, disposition: .transient)
        var kept: [PublishTicket] = []
        for open in window.removeAll() {
            if open.wasReturned {
                ledger.settle(open.ticket)
            } else if open.start >= written {
                statistics.published -= 1
                kept.append(open.ticket)
            } else if error.code == .channelClosed, let message = ledger.message(open.ticket),
                ExchangeQuarantine.culprit(error) != nil, !ExchangeQuarantine.isBlamed(message, by: error)
            {
                giveUp(open.ticket, innocent)
            } else {
                giveUp(open.ticket, error)
            }
        }
        requeued.prepend(contentsOf: kept)
    }

    /// Stops or starts sending.
    mutating func blocked(_ isBlocked: Bool, at now: MonotonicTime) {
        if isBlocked, !self.isBlocked, phase == .ready { idleSince = now }
        self.isBlocked = isBlocked
        progressAt = now
    }

    /// Sends, or gives back what has waited too long.
    mutating func advance(at now: MonotonicTime, output: inout FrameBuffer) throws(BrokerError) {
        if phase == .ready, !isBlocked {
            send(&output, at: now)
            if !window.isEmpty, progressAt + limits.stall <= now {
                throw BrokerError(.stalled, "the broker confirms nothing", operation: "publish")
            }
        } else {
            giveBackOverdue(at: now)
        }
        giveUpOverdue(at: now)
        statistics.outstanding = window.count
    }

    /// Takes no more; what cannot be sent now is given back.
    mutating func close(at now: MonotonicTime, output: inout FrameBuffer) {
        isClosing = true
        guard phase != .ready || isBlocked else { return }
        while let ticket = nextTicket() { giveBack(ticket, .closed("publish")) }
    }

    /// Settles everything.
    mutating func stop(_ error: BrokerError, written: UInt64, at now: MonotonicTime) {
        guard stopped == nil else { return }
        stopped = error
        channelLost(error, written: written, at: now)
        while let ticket = nextTicket() { giveBack(ticket, error) }
    }
}

extension BrokerError {
    /// The error of whoever still waits when we are closed.
    static func closed(_ operation: String, fileID: String = #fileID, line: Int = #line) -> BrokerError {
        BrokerError(.closed, "closed", operation: operation, fileID: fileID, line: line)
    }
}
