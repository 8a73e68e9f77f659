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

    /// How far the channel is set up.
    enum Phase: Sendable {
        case down
        case selecting
        case ready
    }

    /// No more than this is encoded ahead of the socket.
    private static let outputLimit = 1 << 20

    /// The limits.
    let limits: Limits
    /// How far the channel is set up.
    var phase = Phase.down
    /// Whether the broker takes no messages.
    var isBlocked = false
    /// Whether no more messages are taken in.
    var isClosing = false
    /// Why it has ended, once it has.
    var stopped: BrokerError?
    /// The messages in flight.
    var window: ConfirmWindow
    /// The batches whose senders wait.
    var ledger = PublishLedger()
    /// The exchanges kept back.
    var quarantine: ExchangeQuarantine
    /// Messages that a lost channel has left unsent, to go first.
    var requeued: Deque<PublishTicket> = []
    /// Batches to send.
    var pending: Deque<Int32> = []
    private var pendingItem: Int32 = 0
    /// Since when nothing could be sent.
    var idleSince = MonotonicTime.zero
    /// When the broker last confirmed something.
    var progressAt = MonotonicTime.zero
    /// The number of the message returned last.
    var lastReturned: UInt64 = 0
    /// Why the channel was lost.
    var lastError: BrokerError?
    /// A place to collect what one confirm settles.
    var settled: [ConfirmWindow.Settled] = []
    /// What has been done so far.
    var statistics = BrokerStatistics()

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

    /// Settles a message that was not sent.
    mutating func giveBack(_ ticket: PublishTicket, _ error: BrokerError) {
        statistics.unsent += 1
        ledger.settle(ticket, .unsent(error))
    }

    /// Settles a message whose answer is lost.
    mutating func giveUp(_ ticket: PublishTicket, _ error: BrokerError) {
        statistics.unknown += 1
        ledger.settle(ticket, .unknown(error))
    }

    /// The next message to send, oldest first.
    mutating func nextTicket() -> PublishTicket? {
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

    /// Sends what the window and the buffer have room for.
    mutating func send(_ output: inout FrameBuffer, at now: MonotonicTime) {
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
    mutating func giveBackOverdue(at now: MonotonicTime) {
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
    var unsentDeadline: MonotonicTime {
        if !requeued.isEmpty { return idleSince + limits.unsent }
        guard let batch = pending.first else { return .never }
        return max(ledger.submittedAt(batch), idleSince) + limits.unsent
    }

    /// Gives up what has waited too long for its confirm.
    mutating func giveUpOverdue(at now: MonotonicTime) {
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

extension BrokerError {
    /// The error of whoever still waits when we are closed.
    static func closed(_ operation: String, fileID: String = #fileID, line: Int = #line) -> BrokerError {
        BrokerError(.closed, "closed", operation: operation, fileID: fileID, line: line)
    }
}
