import TestSupport
import Testing

@testable import Broker

extension PublisherMachineTests {
    @Test mutating func `closing sends what was accepted and takes no more`() throws {
        try connect()
        _ = machine.submit(messages(5), at: .zero)
        machine.close(at: .zero, output: &output)
        _ = machine.submit(messages(1), at: .zero)
        #expect(try send() == 4)
        #expect(!machine.isDrained)
        try machine.confirmed(4, multiple: true, isPositive: true, at: .zero)
        #expect(try send() == 1)
        try machine.confirmed(5, multiple: true, isPositive: true, at: .zero)
        #expect(machine.isDrained)
        #expect(
            completed().sorted { $0.count < $1.count } == [["unsent closed"], Array(repeating: "confirmed", count: 5)])
    }

    @Test mutating func `closing without a connection gives everything back`() throws {
        _ = machine.submit(messages(3), at: .zero)
        machine.close(at: .zero, output: &output)
        #expect(completed() == [Array(repeating: "unsent closed", count: 3)])
        #expect(machine.isDrained)
    }

    @Test mutating func `stopping leaves nobody waiting`() throws {
        try connect()
        _ = machine.submit(messages(6), at: .zero)
        #expect(try send() == 4)
        try machine.received(giveBack("m0"), at: .zero)
        machine.stop(.closed("close"), written: output.written, at: .zero)
        #expect(
            completed() == [
                ["returned 312"] + Array(repeating: "unknown closed", count: 3)
                    + Array(repeating: "unsent closed", count: 2)
            ])
        _ = machine.submit(messages(1), at: .zero)
        #expect(completed() == [["unsent closed"]])
    }

    @Test mutating func `the user is stamped on every message`() throws {
        machine = Self.machine(window: 4, user: "intake")
        try connect()
        _ = machine.submit(messages(1), at: .zero)
        try machine.advance(at: .zero, output: &output)
        let header = output.frames.first { $0.type == FrameType.header }
        var interner = StringInterner()
        let fields = Array((header?.payload ?? []).dropFirst(12))
        #expect(try MessageProperties(encoded: fields.span, &interner).userID == "intake")
    }

    @Test(arguments: 0..<40)
    mutating func `whatever happens every message gets one outcome`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        machine = Self.machine(window: 7)
        var now = MonotonicTime.zero
        var submitted = 0
        var outcomes = 0
        var inFlight: UInt64 = 0
        var settledUpTo: UInt64 = 0
        var isUp = false
        for _ in 0..<300 {
            now = now + .milliseconds(Int.random(in: 0...800, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0...2:
                let count = Int.random(in: 0...9, using: &random)
                submitted += count
                _ = machine.submit(messages(count), at: now)
            case 3 where !isUp:
                try connect(at: now)
                isUp = true
                inFlight = 0
                settledUpTo = 0
            case 4 where isUp && inFlight > settledUpTo:
                let number = UInt64.random(in: settledUpTo + 1...inFlight, using: &random)
                try machine.confirmed(number, multiple: true, isPositive: Bool.random(using: &random), at: now)
                settledUpTo = number
            case 5 where isUp:
                machine.channelLost(
                    BrokerError(.connectionLost, "gone", operation: "x"),
                    written: output.end - UInt64.random(in: 0...UInt64(output.count), using: &random), at: now)
                output.reset()
                isUp = false
            case 6:
                machine.blocked(Bool.random(using: &random), at: now)
            default:
                break
            }
            try machine.advance(at: now, output: &output)
            inFlight += UInt64(output.methods.count { $0 == SentFrame.publish })
            output.took(output.count)
            while let done = machine.takeCompleted() { outcomes += done.outcomes.count }
        }
        machine.stop(.closed("close"), written: output.written, at: now)
        while let done = machine.takeCompleted() { outcomes += done.outcomes.count }
        #expect(outcomes == submitted)
        #expect(machine.isDrained)
    }
}
