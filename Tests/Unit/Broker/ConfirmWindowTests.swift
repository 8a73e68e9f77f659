import TestSupport
import Testing

@testable import Broker

@Suite("Confirm window", .timeLimit(.minutes(1)))
struct ConfirmWindowTests {
    private func ticket(_ item: Int) -> PublishTicket { PublishTicket(batch: 0, item: Int32(item)) }

    private func filled(_ count: Int, limit: Int = 8) -> ConfirmWindow {
        var window = ConfirmWindow(limit: limit)
        for item in 0..<count { window.push(ticket(item), start: UInt64(item), now: .seconds(Double(item))) }
        return window
    }

    @Test func `one confirm settles one message`() throws {
        var window = filled(3)
        var settled: [ConfirmWindow.Settled] = []
        try window.settle(2, multiple: false, into: &settled)
        #expect(settled.map(\.ticket) == [ticket(1)])
        #expect(window.oldest == 1)
        try window.settle(1, multiple: false, into: &settled)
        #expect(window.oldest == 3)
        try window.settle(2, multiple: false, into: &settled)
        #expect(settled.count == 2, "settled already")
    }

    @Test func `a multiple confirm settles all up to its number, number nought all there are`() throws {
        var window = filled(5)
        var settled: [ConfirmWindow.Settled] = []
        try window.settle(2, multiple: false, into: &settled)
        try window.settle(4, multiple: true, into: &settled)
        #expect(settled.map(\.ticket.item) == [1, 0, 2, 3])
        try window.settle(0, multiple: true, into: &settled)
        #expect(settled.count == 5)
        #expect(window.isEmpty)
        try window.settle(0, multiple: true, into: &settled)
        #expect(settled.count == 5)
    }

    @Test(arguments: [(6, false), (6, true), (0, false)] as [(UInt64, Bool)])
    func `a number never sent is a fault of the broker`(number: UInt64, multiple: Bool) {
        var window = filled(5)
        var settled: [ConfirmWindow.Settled] = []
        let error = #expect(throws: BrokerError.self) {
            try window.settle(number, multiple: multiple, into: &settled)
        }
        #expect(error?.code == .protocolViolation)
        #expect(window.count == 5)
    }

    @Test func `a return marks the message and its confirm says so`() throws {
        var window = filled(4)
        let found = window.markReturned(after: 0) { $0.item == 2 }
        #expect(found?.number == 3)
        #expect(window.markReturned(after: 3) { $0.item == 2 } == nil, "only once")
        #expect(window.markReturned(after: 3) { $0.item == 0 }?.number == 1, "the search wraps")
        var settled: [ConfirmWindow.Settled] = []
        try window.settle(4, multiple: true, into: &settled)
        #expect(settled.map(\.wasReturned) == [true, false, true, false])
    }

    @Test func `expired senders are told once and their confirms settle nobody`() throws {
        var window = filled(4)
        var settled: [ConfirmWindow.Settled] = []
        try window.settle(2, multiple: false, into: &settled)
        var expired: [ConfirmWindow.Settled] = []
        window.expire(sentBy: .seconds(2), into: &expired)
        #expect(expired.map(\.ticket.item) == [0, 2])
        #expect(window.unexpiredSentAt == .seconds(3))
        window.expire(sentBy: .seconds(2), into: &expired)
        #expect(expired.count == 2)
        #expect(window.count == 4, "the broker may still confirm them")
        try window.settle(4, multiple: true, into: &settled)
        #expect(settled.map(\.ticket.item) == [1, 3])
        #expect(window.isEmpty)
    }

    @Test func `emptying gives what is open, in order, and starts again at one`() throws {
        var window = filled(5)
        var settled: [ConfirmWindow.Settled] = []
        try window.settle(2, multiple: false, into: &settled)
        _ = window.markReturned(after: 0) { $0.item == 3 }
        let open = window.removeAll()
        #expect(open.map(\.ticket.item) == [0, 2, 3, 4])
        #expect(open.map(\.start) == [0, 2, 3, 4])
        #expect(open.map(\.wasReturned) == [false, false, true, false])
        #expect(window.isEmpty)
        #expect(window.next == 1)
    }

    @Test(arguments: 0..<60)
    func `any order of confirms settles each message exactly once`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let limit = Int.random(in: 1...20, using: &random)
        var window = ConfirmWindow(limit: limit)
        var open: Set<UInt64> = []
        var told: [Int32] = []
        var sent: Int32 = 0
        while sent < 400 || !open.isEmpty {
            if sent < 400, !window.isFull, Bool.random(using: &random) {
                open.insert(window.next)
                window.push(PublishTicket(batch: 0, item: sent), start: 0, now: .zero)
                sent += 1
            } else if let number = open.randomElement(using: &random) {
                let multiple = Int.random(in: 0..<4, using: &random) == 0
                var settled: [ConfirmWindow.Settled] = []
                try window.settle(number, multiple: multiple, into: &settled)
                let expected = multiple ? open.filter { $0 <= number } : [number]
                #expect(settled.count == expected.count)
                open.subtract(expected)
                told += settled.map(\.ticket.item)
            }
            #expect(window.count <= limit)
            #expect(window.oldest == (open.min() ?? window.next))
        }
        #expect(told.sorted() == Array(0..<400))
    }
}
