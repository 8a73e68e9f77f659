/// Puts the frames of a delivery or a return together.
struct FrameAssembler: Sendable {
    /// A whole message.
    enum Message: Sendable {
        /// One delivered to us.
        case delivery(InboundFrame.DeliverMethod, MessageProperties, [UInt8])
        /// One of ours that comes back; its body is not kept.
        case returned(InboundFrame.ReturnMethod, MessageProperties)
    }

    private enum Method: Sendable {
        case deliver(InboundFrame.DeliverMethod)
        case returned(InboundFrame.ReturnMethod)
    }

    private enum State: Sendable {
        case idle
        case header(Method)
        case body(Method, MessageProperties, remaining: UInt64)
    }

    private var state = State.idle
    private var collected: [UInt8] = []

    /// No more than this is reserved on the word of a header alone.
    private static let largestReservation: UInt64 = 1 << 20

    /// Starts a message with `basic.deliver`.
    mutating func deliver(_ method: InboundFrame.DeliverMethod) throws(BrokerError) {
        try begin(.deliver(method))
    }

    /// Starts a message with `basic.return`.
    mutating func returned(_ method: InboundFrame.ReturnMethod) throws(BrokerError) {
        try begin(.returned(method))
    }

    private mutating func begin(_ method: Method) throws(BrokerError) {
        guard case .idle = state else { throw .misplaced("a message inside a message") }
        state = .header(method)
    }

    /// Takes a content header; gives the message if it has no body.
    mutating func header(bodyBytes: UInt64, properties: MessageProperties) throws(BrokerError) -> Message? {
        guard case .header(let method) = state else { throw .misplaced("a content header without a message") }
        if bodyBytes == 0 {
            state = .idle
            return Self.message(method, properties, [])
        }
        state = .body(method, properties, remaining: bodyBytes)
        return nil
    }

    /// Takes a part of a body; gives the message when it is the last.
    mutating func body(_ bytes: [UInt8]) throws(BrokerError) -> Message? {
        guard case .body(let method, let properties, let remaining) = state else {
            throw .misplaced("a body without a message")
        }
        let count = UInt64(bytes.count)
        guard count <= remaining else { throw .misplaced("a body longer than announced") }
        if count == remaining {
            state = .idle
            guard !collected.isEmpty else { return Self.message(method, properties, bytes) }
            collected.append(contentsOf: bytes)
            defer { collected = [] }
            return Self.message(method, properties, collected)
        }
        if case .deliver = method {
            if collected.isEmpty { collected.reserveCapacity(Int(min(remaining, Self.largestReservation))) }
            collected.append(contentsOf: bytes)
        }
        state = .body(method, properties, remaining: remaining - count)
        return nil
    }

    /// Forgets a message whose channel is gone.
    mutating func reset() {
        state = .idle
        collected = []
    }

    private static func message(_ method: Method, _ properties: MessageProperties, _ body: [UInt8]) -> Message {
        switch method {
        case .deliver(let deliver): .delivery(deliver, properties, body)
        case .returned(let returned): .returned(returned, properties)
        }
    }
}

extension BrokerError {
    /// The error of a frame that does not belong where it came.
    static func misplaced(_ text: String, fileID: String = #fileID, line: Int = #line) -> BrokerError {
        BrokerError(.protocolViolation, text, operation: "receive", fileID: fileID, line: line)
    }
}
