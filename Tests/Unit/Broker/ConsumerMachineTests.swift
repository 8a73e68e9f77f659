import Testing

@testable import Broker

@Suite("Consumer machine", .timeLimit(.minutes(1)))
struct ConsumerMachineTests {
    private var machine = ConsumerMachine(
        queue: "q", prefetch: 8, consumerTag: "me",
        backoff: ReconnectBackoff(first: .seconds(1), longest: .seconds(1), seed: 1), idleProbeInterval: .seconds(60))
    private var output = FrameBuffer()
    private var number: UInt64 = 0

    private mutating func connect(at now: MonotonicTime = .zero) throws {
        machine.channelOpened(at: now, output: &output)
        try machine.received(.qos, at: now, output: &output)
        try machine.received(.consume, at: now, output: &output)
        output.took(output.count)
        number = 0
        #expect(machine.isReady)
    }

    private mutating func deliver(_ count: Int, at now: MonotonicTime = .zero) throws {
        for _ in 0..<count {
            number += 1
            try machine.received(
                .delivery(
                    InboundFrame.DeliverMethod(number: number, redelivered: false, exchange: "e", routingKey: "k"),
                    MessageProperties(), [UInt8(number)]), at: now)
        }
    }

    private mutating func sent(at now: MonotonicTime = .zero) throws -> [SentFrame] {
        try machine.advance(at: now, output: &output)
        return output.takeFrames()
    }

    @Test mutating func `the prefetch is set before consuming starts`() throws {
        machine.channelOpened(at: .zero, output: &output)
        #expect(output.takeFrames().map(\.method) == [0x003C_000A, SentFrame.consume])
        #expect(!machine.isReady)
        try machine.received(.qos, at: .zero, output: &output)
        #expect(!machine.isReady)
        try machine.received(.consume, at: .zero, output: &output)
        #expect(machine.isReady)
    }

    @Test mutating func `deliveries are taken in order, once`() throws {
        try connect()
        try deliver(5)
        #expect(machine.takeAll().map(\.tag.number) == [1, 2, 3, 4, 5])
        #expect(machine.takeAll().isEmpty)
        try deliver(1)
        #expect(machine.takeAll().map(\.body) == [[6]])
    }

    @Test mutating func `finished deliveries are told in one`() throws {
        try connect()
        try deliver(6)
        let batch = machine.takeAll()
        machine.acknowledge(batch.prefix(4).map(\.tag))
        let frames = try sent()
        #expect(frames.map(\.method) == [SentFrame.acknowledge])
        #expect(frames.first?.number == 4)
        #expect(frames.first?.flag == true)
        #expect(machine.statistics.acknowledged == 4)
    }

    @Test mutating func `with a large prefetch a tenth is told at once, fewer after a few milliseconds`() throws {
        machine = ConsumerMachine(
            queue: "q", prefetch: 100, consumerTag: "me",
            backoff: ReconnectBackoff(first: .seconds(1), longest: .seconds(1), seed: 1),
            idleProbeInterval: .seconds(60))
        try connect()
        try deliver(30)
        let batch = machine.takeAll()
        machine.acknowledge(batch[..<9].map(\.tag))
        #expect(try sent(at: .seconds(1)).isEmpty)
        #expect(machine.wake == .seconds(1.005))
        #expect(try sent(at: .seconds(1.005)).map(\.number) == [9])
        #expect(machine.wake == .never)
        machine.acknowledge(batch[9..<19].map(\.tag))
        #expect(try sent(at: .seconds(2)).map(\.number) == [19])
    }

    @Test mutating func `one finished behind an open one is told after a moment`() throws {
        try connect()
        try deliver(3)
        let batch = machine.takeAll()
        machine.acknowledge([batch[1].tag])
        #expect(try sent(at: .seconds(1)).isEmpty)
        #expect(machine.wake == .seconds(1.5))
        let frames = try sent(at: .seconds(1.5))
        #expect(frames.map(\.number) == [2])
        #expect(frames.map(\.flag) == [false])
        #expect(machine.wake == .never)
    }

    @Test mutating func `rejecting goes out at once and settles`() throws {
        try connect()
        try deliver(2)
        let batch = machine.takeAll()
        machine.reject(batch[0].tag, requeue: false)
        machine.reject(batch[0].tag, requeue: true)
        machine.reject(batch[1].tag, requeue: true)
        let frames = try sent()
        #expect(frames.map(\.method) == [SentFrame.reject, SentFrame.reject])
        #expect(frames.map(\.number) == [1, 2])
        #expect(frames.map(\.flag) == [false, true])
        machine.acknowledge(batch.map(\.tag))
        #expect(try sent().isEmpty)
    }

    @Test mutating func `tags of a lost channel are ignored and what was not taken is forgotten`() throws {
        try connect()
        try deliver(4)
        let old = machine.takeAll()
        machine.channelLost(BrokerError(.connectionLost, "gone", operation: "x"), written: 0, at: .zero)
        #expect(machine.takeAll().isEmpty)
        machine.acknowledge(old.map(\.tag))
        try connect()
        try deliver(2)
        machine.acknowledge(old.map(\.tag))
        machine.reject(old[0].tag, requeue: true)
        #expect(try sent().isEmpty)
        #expect(machine.takeAll().map(\.tag.number) == [1, 2])
    }

    @Test mutating func `a cancelled consumer starts again and settles what it has`() throws {
        try connect()
        try deliver(1)
        let batch = machine.takeAll()
        machine.consumerCancelled(at: .seconds(1))
        #expect(!machine.isReady)
        #expect(machine.reason?.contains("q") == true)
        machine.acknowledge(batch.map(\.tag))
        #expect(try sent(at: .seconds(1)).map(\.method) == [SentFrame.acknowledge])
        #expect(machine.wake > .seconds(1) && machine.wake <= .seconds(2))
        #expect(try sent(at: .seconds(2)).map(\.method) == [SentFrame.consume])
        try machine.received(.consume, at: .seconds(2), output: &output)
        #expect(machine.isReady)
        try deliver(1)
        #expect(machine.takeAll().map(\.tag.number) == [2])
    }

    @Test mutating func `draining hands back what nobody took and lets the rest be settled`() throws {
        try connect()
        try deliver(4)
        let taken = machine.takeAll()
        machine.restore(Array(taken[2...]))
        machine.close(at: .zero, output: &output)
        #expect(try sent().map(\.method) == [SentFrame.cancel])
        #expect(machine.takeAll().isEmpty)
        #expect(!machine.isCancelled)
        try deliver(1)
        try machine.received(.cancel, at: .zero, output: &output)
        let frames = try sent()
        #expect(frames.map(\.method) == Array(repeating: SentFrame.handBack, count: 3))
        #expect(frames.map(\.number) == [3, 4, 5])
        #expect(machine.isCancelled)
        machine.acknowledge(taken[..<2].map(\.tag))
        #expect(!machine.isDrained)
        #expect(try sent().map(\.number) == [2])
        #expect(machine.isDrained)
    }

    @Test mutating func `draining while starting cancels as soon as it has started`() throws {
        machine.channelOpened(at: .zero, output: &output)
        machine.close(at: .zero, output: &output)
        output.took(output.count)
        try machine.received(.consume, at: .zero, output: &output)
        #expect(output.methods == [SentFrame.cancel])
    }

    @Test mutating func `after draining a new channel consumes nothing`() throws {
        machine.close(at: .zero, output: &output)
        #expect(machine.isCancelled)
        machine.channelOpened(at: .zero, output: &output)
        #expect(output.isEmpty)
        #expect(machine.isDrained)
    }

    @Test mutating func `too quiet a queue is asked about, and a lost consumer given up`() throws {
        try connect()
        #expect(try sent(at: .seconds(59)).isEmpty)
        #expect(machine.wake == .seconds(60))
        #expect(try sent(at: .seconds(60)).map(\.method) == [SentFrame.declareQueue])
        try machine.received(.queue(messages: 3, consumers: 1), at: .seconds(60), output: &output)
        #expect(try sent(at: .seconds(120)).map(\.method) == [SentFrame.declareQueue])
        var (machine, output) = (machine, output)
        let error = failure {
            try machine.received(.queue(messages: 3, consumers: 1), at: .seconds(120), output: &output)
        }
        #expect(error?.code == .stalled)
    }

    @Test mutating func `deliveries that are being worked on ask no questions`() throws {
        try connect()
        try deliver(1)
        _ = machine.takeAll()
        #expect(try sent(at: .seconds(500)).isEmpty)
    }

    @Test mutating func `confirms and returns do not belong here`() throws {
        try connect()
        var machine = machine
        let confirm = failure { try machine.confirmed(1, multiple: false, isPositive: true, at: .zero) }
        #expect(confirm?.code == .protocolViolation)
        let giveBack = failure {
            try machine.received(
                .returned(
                    InboundFrame.ReturnMethod(code: 1, text: "", exchange: "", routingKey: ""), MessageProperties()),
                at: .zero)
        }
        #expect(giveBack?.code == .protocolViolation)
    }

    @Test func `the delivery count is read from its header`() {
        func delivery(_ headers: [(String, FieldValue)]) -> Delivery {
            Delivery(
                tag: DeliveryTag(generation: 1, number: 1), exchange: "", routingKey: "", redelivered: true,
                properties: MessageProperties(headers: headers), body: [])
        }
        #expect(delivery([]).deliveryCount == 0)
        #expect(delivery([("x-delivery-count", .integer(3))]).deliveryCount == 3)
        #expect(delivery([("x-delivery-count", .string("3"))]).deliveryCount == 0)
    }
}
