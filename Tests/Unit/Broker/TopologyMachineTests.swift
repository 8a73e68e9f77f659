import Testing

@testable import Broker

@Suite("Topology machine", .timeLimit(.minutes(1)))
struct TopologyMachineTests {
    private var output = FrameBuffer()

    private let requests: [TopologyRequest] = [.findExchange("a"), .findQueue("b"), .purgeQueue("c")]
    private let refusal = BrokerError(.channelClosed, "NOT_FOUND", operation: "queue.declare", replyCode: 404)

    private func codes(_ machine: TopologyMachine) -> [UInt16] {
        machine.results.map { result in
            if case .failure(let error) = result { error.replyCode ?? 1 } else { 0 }
        }
    }

    @Test mutating func `requests go out one after the other`() throws {
        var machine = TopologyMachine(requests, stopsAtRefusal: true)
        machine.channelOpened(at: .zero, output: &output)
        #expect(output.takeFrames().map(\.method) == [0x0028_000A])
        try machine.received(.done, at: .zero, output: &output)
        #expect(output.takeFrames().map(\.method) == [0x0032_000A])
        try machine.received(.queue(messages: 1, consumers: 2), at: .zero, output: &output)
        #expect(output.takeFrames().map(\.method) == [0x0032_001E])
        #expect(!machine.isDone)
        try machine.received(.removed(messages: 3), at: .zero, output: &output)
        #expect(machine.isDone)
        #expect(output.isEmpty)
        #expect(codes(machine) == [0, 0, 0])
    }

    @Test mutating func `a refusal costs that request; the next goes on with a new channel`() throws {
        var machine = TopologyMachine(requests, stopsAtRefusal: false)
        machine.channelOpened(at: .zero, output: &output)
        try machine.received(.done, at: .zero, output: &output)
        machine.channelLost(refusal, written: 0, at: .zero)
        #expect(!machine.isDone)
        output.reset()
        machine.channelOpened(at: .zero, output: &output)
        #expect(output.takeFrames().map(\.method) == [0x0032_001E])
        try machine.received(.removed(messages: 0), at: .zero, output: &output)
        #expect(codes(machine) == [0, 404, 0])
    }

    @Test mutating func `where all must succeed the first refusal is the last`() {
        var machine = TopologyMachine(requests, stopsAtRefusal: true)
        machine.channelOpened(at: .zero, output: &output)
        machine.channelLost(refusal, written: 0, at: .zero)
        #expect(machine.isDone)
        #expect(codes(machine) == [404])
    }

    @Test mutating func `without a connection every request fails`() {
        var machine = TopologyMachine(requests, stopsAtRefusal: false)
        machine.stop(BrokerError(.unreachable, "no", operation: "connect"), written: 0, at: .zero)
        #expect(machine.isDone)
        #expect(codes(machine) == [1, 1, 1])
    }
}
