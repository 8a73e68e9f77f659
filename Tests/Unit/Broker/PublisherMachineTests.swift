import Testing

@testable import Broker

@Suite("Publisher machine", .timeLimit(.minutes(1)))
struct PublisherMachineTests {
    var machine: PublisherMachine
    var output = FrameBuffer()

    init() {
        machine = Self.machine(window: 4)
    }

    static func machine(window: Int, user: String? = nil) -> PublisherMachine {
        PublisherMachine(
            window: window,
            limits: PublisherMachine.Limits(
                stampedUser: user, user: "guest", maximumBodyBytes: 1000, unsent: .seconds(5), confirm: .seconds(20),
                stall: .seconds(30)))
    }

    func message(_ id: String?, exchange: String = "e", key: String = "k", mandatory: Bool = true)
        -> OutboundMessage
    {
        OutboundMessage(
            exchange: exchange, routingKey: key, mandatory: mandatory, properties: MessageProperties(messageID: id),
            body: [1])
    }

    func messages(_ count: Int) -> [OutboundMessage] { (0..<count).map { message("m\($0)") } }

    mutating func connect(at now: MonotonicTime = .zero) throws {
        machine.channelOpened(at: now, output: &output)
        try machine.received(.confirmSelect, at: now, output: &output)
        output.took(output.count)
        #expect(machine.isReady)
    }

    /// Lets the machine send and gives the number of messages that went out.
    mutating func send(at now: MonotonicTime = .zero) throws -> Int {
        try machine.advance(at: now, output: &output)
        return output.takeFrames().count { $0.method == SentFrame.publish }
    }

    func describe(_ outcome: PublishOutcome) -> String {
        switch outcome {
        case .confirmed: "confirmed"
        case .nacked: "nacked"
        case .returned(let code, _): "returned \(code)"
        case .unknown(let error): "unknown \(error.code.rawValue)"
        case .unsent(let error): "unsent \(error.code.rawValue)"
        }
    }

    mutating func completed() -> [[String]] {
        var all: [[String]] = []
        while let done = machine.takeCompleted() { all.append(done.outcomes.map(describe)) }
        return all
    }

    func giveBack(_ id: String?, exchange: String = "e", key: String = "k") -> FrameAssembler.Message {
        .returned(
            InboundFrame.ReturnMethod(code: 312, text: "NO_ROUTE", exchange: exchange, routingKey: key),
            MessageProperties(messageID: id))
    }

    func closed(_ code: UInt16, _ text: String) -> BrokerError {
        BrokerError(.channelClosed, text, operation: "basic.publish", replyCode: code)
    }

    @Test mutating func `confirms are asked for before anything is sent`() throws {
        _ = machine.submit(messages(1), at: .zero)
        machine.channelOpened(at: .zero, output: &output)
        try machine.advance(at: .zero, output: &output)
        #expect(output.takeFrames().map(\.method) == [SentFrame.confirmSelect])
        #expect(!machine.isReady)
        try machine.received(.confirmSelect, at: .zero, output: &output)
        #expect(try send() == 1)
    }

    @Test mutating func `no more than the window is in flight, and a batch comes back whole`() throws {
        try connect()
        _ = machine.submit(messages(6), at: .zero)
        #expect(try send() == 4)
        #expect(try send() == 0)
        try machine.confirmed(3, multiple: true, isPositive: true, at: .zero)
        #expect(try send() == 2)
        #expect(completed().isEmpty)
        try machine.confirmed(6, multiple: true, isPositive: true, at: .zero)
        #expect(completed() == [Array(repeating: "confirmed", count: 6)])
        #expect(machine.isDrained)
        #expect(machine.statistics.confirmed == 6)
    }

    @Test mutating func `each message gets its own outcome`() throws {
        try connect()
        _ = machine.submit(messages(4), at: .zero)
        #expect(try send() == 4)
        try machine.received(giveBack("m2"), at: .zero)
        try machine.confirmed(2, multiple: false, isPositive: false, at: .zero)
        try machine.confirmed(4, multiple: true, isPositive: true, at: .zero)
        #expect(completed() == [["confirmed", "nacked", "returned 312", "confirmed"]])
    }

    @Test mutating func `returns find their messages by id, the same id in order, none by address`() throws {
        try connect()
        _ = machine.submit([message("same"), message("same"), message(nil), message(nil, key: "other")], at: .zero)
        #expect(try send() == 4)
        try machine.received(giveBack("same"), at: .zero)
        try machine.received(giveBack(nil, key: "other"), at: .zero)
        try machine.received(giveBack("stranger"), at: .zero)
        try machine.confirmed(4, multiple: true, isPositive: true, at: .zero)
        #expect(completed() == [["returned 312", "confirmed", "confirmed", "returned 312"]])
    }

    @Test mutating func `a window of returns alone is matched`() throws {
        machine = Self.machine(window: 500)
        try connect()
        _ = machine.submit(messages(500), at: .zero)
        #expect(try send() == 500)
        for number in 0..<500 { try machine.received(giveBack("m\(number)"), at: .zero) }
        try machine.confirmed(500, multiple: true, isPositive: true, at: .zero)
        #expect(completed() == [Array(repeating: "returned 312", count: 500)])
    }

    @Test mutating func `what cannot be sent is given back and the rest goes on`() throws {
        try connect()
        var tooLong = message("m")
        tooLong.body = Array(repeating: 0, count: 1001)
        var stranger = message("m")
        stranger.properties.userID = "somebody"
        var nameless = message("m")
        nameless.properties.headers = [("", .null)]
        let longKey = message("m", key: String(repeating: "k", count: 256))
        let longID = message(String(repeating: "i", count: 256))
        _ = machine.submit([tooLong, stranger, nameless, longKey, longID, message("good")], at: .zero)
        #expect(try send() == 1)
        try machine.confirmed(1, multiple: false, isPositive: true, at: .zero)
        #expect(completed() == [Array(repeating: "unsent invalid-message", count: 5) + ["confirmed"]])
    }

    @Test mutating func `without a connection a message waits so long and no longer`() throws {
        _ = machine.submit(messages(2), at: .seconds(1))
        #expect(machine.wake == .seconds(6))
        #expect(try send(at: .seconds(5.9)) == 0)
        #expect(completed().isEmpty)
        #expect(try send(at: .seconds(6)) == 0)
        #expect(completed() == [["unsent timed-out", "unsent timed-out"]])
        #expect(machine.wake == .never)
    }

    @Test mutating func `while the broker is blocked messages wait, then go or come back`() throws {
        try connect()
        machine.blocked(true, at: .seconds(10))
        _ = machine.submit(messages(1), at: .seconds(11))
        #expect(try send(at: .seconds(11)) == 0)
        machine.blocked(false, at: .seconds(12))
        #expect(try send(at: .seconds(12)) == 1)
        machine.blocked(true, at: .seconds(20))
        _ = machine.submit(messages(1), at: .seconds(21))
        #expect(try send(at: .seconds(26)) == 0)
        #expect(completed() == [["unsent blocked"]])
    }

    @Test mutating func `a confirm that does not come in time leaves the message unknown`() throws {
        try connect()
        _ = machine.submit(messages(1), at: .zero)
        #expect(try send() == 1)
        #expect(machine.wake == .seconds(20))
        try machine.advance(at: .seconds(20), output: &output)
        #expect(completed() == [["unknown timed-out"]])
        #expect(machine.wake == .seconds(30), "now only the stalled broker is watched for")
        try machine.confirmed(1, multiple: false, isPositive: true, at: .seconds(21))
        #expect(completed().isEmpty)
        #expect(machine.isDrained)
    }

    @Test mutating func `a broker that confirms nothing is given up, a blocked one is not`() throws {
        try connect()
        _ = machine.submit(messages(1), at: .zero)
        #expect(try send() == 1)
        machine.blocked(true, at: .seconds(1))
        try machine.advance(at: .seconds(1000), output: &output)
        machine.blocked(false, at: .seconds(1000))
        try machine.advance(at: .seconds(1029), output: &output)
        var (machine, output) = (machine, output)
        let error = failure {
            try machine.advance(at: .seconds(1030), output: &output)
        }
        #expect(error?.code == .stalled)
    }

    @Test mutating func `on a lost connection the sent are unknown and the rest goes on`() throws {
        try connect()
        _ = machine.submit(messages(6), at: .zero)
        try machine.advance(at: .zero, output: &output)
        // The socket took the first message and a part of the second.
        let sizes = output.frames.prefix(3).map { $0.payload.count + FrameType.overhead }
        output.took(sizes.reduce(0, +) + 5)
        let lost = BrokerError(.connectionLost, "gone", operation: "receive")
        machine.channelLost(lost, written: output.written, at: .seconds(1))
        output.reset()
        #expect(!machine.isReady)
        try connect(at: .seconds(2))
        #expect(try send(at: .seconds(2)) == 4)
        try machine.confirmed(4, multiple: true, isPositive: true, at: .seconds(2))
        #expect(
            completed() == [
                ["unknown connection-lost", "unknown connection-lost"] + Array(repeating: "confirmed", count: 4)
            ])
    }

    @Test mutating func `a confirm after a new channel counts from one again`() throws {
        try connect()
        _ = machine.submit(messages(2), at: .zero)
        #expect(try send() == 2)
        machine.channelLost(
            BrokerError(.connectionLost, "gone", operation: "receive"), written: output.written, at: .zero)
        _ = completed()
        try connect()
        _ = machine.submit(messages(1), at: .zero)
        #expect(try send() == 1)
        try machine.confirmed(1, multiple: false, isPositive: true, at: .zero)
        #expect(completed() == [["confirmed"]])
    }

    @Test mutating func `a missing exchange is blamed on its messages and kept back, others go on`() throws {
        try connect()
        _ = machine.submit([message("a"), message("b", exchange: "missing"), message("c")], at: .zero)
        #expect(try send() == 3)
        machine.channelLost(
            closed(404, "NOT_FOUND - no exchange 'missing' in vhost '/'"), written: output.written, at: .zero)
        guard let outcomes = machine.takeCompleted()?.outcomes, outcomes.count == 3 else {
            Issue.record("no outcomes")
            return
        }
        for (outcome, text) in zip(outcomes, ["lost together", "NOT_FOUND", "lost together"]) {
            guard case .unknown(let error) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(error.replyText.hasPrefix(text))
            #expect(error.replyCode == 404)
            #expect(error.disposition == .transient)
        }
        try connect(at: .seconds(1))
        _ = machine.submit([message("d"), message("e", exchange: "missing")], at: .seconds(1))
        #expect(try send(at: .seconds(1)) == 1)
        try machine.confirmed(1, multiple: false, isPositive: true, at: .seconds(1))
        #expect(completed() == [["confirmed", "unsent channel-closed"]])
        _ = machine.submit([message("f", exchange: "missing")], at: .seconds(6))
        #expect(try send(at: .seconds(6)) == 1, "one is tried again")
    }

    @Test mutating func `a forbidden exchange is permanent for its messages only`() throws {
        try connect()
        _ = machine.submit([message("a", exchange: "no"), message("b")], at: .zero)
        #expect(try send() == 2)
        machine.channelLost(
            closed(403, "ACCESS_REFUSED - access to exchange 'no' in vhost '/' refused for user 'guest'"),
            written: output.written, at: .zero)
        guard let outcomes = machine.takeCompleted()?.outcomes, case .unknown(let guilty) = outcomes.first,
            case .unknown(let innocent) = outcomes.last
        else {
            Issue.record("no outcomes")
            return
        }
        #expect(guilty.disposition == .permanent)
        #expect(innocent.disposition == .transient)
    }
}
