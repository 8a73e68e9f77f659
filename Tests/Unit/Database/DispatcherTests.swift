import Testing

@testable import Database

@Suite("Dispatcher", .timeLimit(.minutes(1)))
struct DispatcherTests {
    typealias Machine = Dispatcher<String>

    static let later = ContinuousClock.now + .seconds(60)

    /// Places all that can be placed, counting the loads up as the pool would, and tells where each went.
    static func place(_ dispatcher: inout Machine, _ loads: inout [Machine.Load]) -> [String] {
        var placed: [String] = []
        while let choice = dispatcher.choose(among: loads) {
            placed.append("\(dispatcher.take(choice))\(choice.connection)\(choice.wantsMore ? "+" : "")")
            loads[choice.connection].outstanding += 1
            loads[choice.connection].isHeld = choice.isHold
            loads[choice.connection].isReserved = loads[choice.connection].isReserved && !choice.isHold
        }
        return placed
    }

    static func dispatcher(_ elements: [(String, isHold: Bool)], capacity: Int = 100, depth: Int = 2) -> Machine {
        var dispatcher = Machine(capacity: capacity, depth: depth)
        for (name, isHold) in elements { _ = dispatcher.add(name, isHold: isHold, deadline: later) }
        return dispatcher
    }

    @Test
    func `statements spread over idle connections first, then share, up to the depth`() {
        var dispatcher = Self.dispatcher("abcde".map { (String($0), isHold: false) })
        var loads: [Machine.Load] = [.init(), .init()]
        #expect(Self.place(&dispatcher, &loads) == ["a0", "b1", "c0+", "d1+"])
        #expect(dispatcher.count == 1)
    }

    @Test
    func `a hold takes an idle connection, and nothing shares it`() {
        var dispatcher = Self.dispatcher([("T", true), ("a", false), ("b", false)])
        var loads: [Machine.Load] = [.init(), .init()]
        #expect(Self.place(&dispatcher, &loads) == ["T0", "a1", "b1+"])
    }

    @Test
    func `a hold that finds no idle connection has one kept free for it`() {
        var dispatcher = Self.dispatcher([("T", true), ("a", false)])
        var loads: [Machine.Load] = [.init(outstanding: 1), .init(outstanding: 2)]
        #expect(dispatcher.reservation(among: loads) == 0)
        loads[0].isReserved = true
        #expect(dispatcher.reservation(among: loads) == nil)
        #expect(Self.place(&dispatcher, &loads) == [])
        loads[1].outstanding = 0
        loads[1].isHeld = true
        loads[0].outstanding = 0
        #expect(Self.place(&dispatcher, &loads) == ["T0"])
    }

    @Test
    func `an older statement goes before a younger hold, on a reserved connection too`() {
        var dispatcher = Self.dispatcher([("a", false), ("T", true)])
        var loads: [Machine.Load] = [.init(isReserved: true)]
        #expect(Self.place(&dispatcher, &loads) == ["a0"])
        loads[0].outstanding = 0
        #expect(Self.place(&dispatcher, &loads) == ["T0"])
    }

    @Test
    func `a socket that takes no more gets no more`() {
        var dispatcher = Self.dispatcher([("a", false)])
        var loads: [Machine.Load] = [.init(isWritable: false)]
        #expect(Self.place(&dispatcher, &loads) == [])
    }

    @Test
    func `the list of those who wait is bounded, and a statement to be repeated goes first all the same`() {
        var dispatcher = Self.dispatcher([("a", false), ("b", false)], capacity: 2)
        let taken = [false, true].map { dispatcher.add("c", isHold: $0, deadline: Self.later) }
        #expect(taken == [false, false])
        dispatcher.putBack("z", deadline: Self.later)
        var loads: [Machine.Load] = [.init(), .init()]
        #expect(Self.place(&dispatcher, &loads) == ["z0", "a1", "b0+"])
    }

    @Test
    func `who has waited too long is given up, and no other`() {
        let now = ContinuousClock.now
        var dispatcher = Machine(capacity: 9, depth: 1)
        _ = dispatcher.add("a", isHold: false, deadline: now)
        _ = dispatcher.add("T", isHold: true, deadline: now + .seconds(1))
        _ = dispatcher.add("b", isHold: false, deadline: now + .seconds(2))
        #expect(dispatcher.firstDeadline == now)
        let first = dispatcher.expire(now)
        #expect(first == ["a"])
        #expect(dispatcher.firstDeadline == now + .seconds(1))
        let second = dispatcher.expire(now + .seconds(1))
        #expect(second == ["T"])
        let rest = dispatcher.removeAll()
        #expect(rest == ["b"])
        #expect(dispatcher.firstDeadline == nil)
    }

    @Test
    func `a group can be taken out by name`() {
        var dispatcher = Self.dispatcher([("a", false), ("T", true)])
        #expect(dispatcher.contains { $0 == "T" })
        let removed = dispatcher.remove { $0 == "T" }
        let again = dispatcher.remove { $0 == "T" }
        #expect(removed == "T")
        #expect(again == nil)
        #expect(dispatcher.count == 1)
    }
}
