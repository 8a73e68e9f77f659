import DequeModule

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
