extension LinkMachine {
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
}
