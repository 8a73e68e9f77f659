import IntakeService
import Testing

@Suite("The machine that groups requests", .timeLimit(.minutes(1)))
struct GroupMachineTests {
    private typealias Machine = GroupMachine<String>

    private let start = ContinuousClock.now

    private func machine(size: Int = 3, waiting: Int = 10, lanes: Int = 1) -> Machine {
        Machine(
            limits: Machine.Limits(groupSize: size, waiting: waiting, lanes: lanes, window: .milliseconds(2)))
    }

    private func groups(_ actions: [Machine.Action]) -> [[UInt64]] {
        actions.compactMap { if case .run(let group) = $0 { group.tickets } else { nil } }
    }

    private func id(_ actions: [Machine.Action]) -> UInt64 {
        for case .run(let group) in actions { return group.id }
        return 0
    }

    @Test func `alone, a request waits for nobody`() {
        var machine = machine()
        let actions = machine.on(.arrived(1, keys: ["a"]), at: start)
        #expect(groups(actions) == [[1]])
    }

    @Test func `what arrives while a group runs shares the next one`() {
        var machine = machine()
        let first = machine.on(.arrived(1, keys: []), at: start)
        #expect(machine.on(.arrived(2, keys: []), at: start) == [])
        #expect(machine.on(.arrived(3, keys: []), at: start) == [])
        let next = machine.on(.ended(group: id(first), .answered), at: start)
        #expect(groups(next) == [[2, 3]])
    }

    @Test func `with a lane free the oldest gathers others for the window and no longer`() {
        var machine = machine(lanes: 2)
        _ = machine.on(.arrived(1, keys: []), at: start)
        #expect(machine.on(.arrived(2, keys: []), at: start) == [.wake(at: start + .milliseconds(2))])
        #expect(machine.on(.arrived(3, keys: []), at: start + .milliseconds(1)) == [])
        #expect(groups(machine.on(.woke, at: start + .milliseconds(2))) == [[2, 3]])
    }

    @Test func `a full group does not wait for the window`() {
        var machine = machine(size: 2, lanes: 2)
        _ = machine.on(.arrived(1, keys: []), at: start)
        _ = machine.on(.arrived(2, keys: []), at: start)
        #expect(groups(machine.on(.arrived(3, keys: []), at: start)) == [[2, 3]])
    }

    @Test func `a group holds no more than its size, and order is kept`() {
        var machine = machine(size: 2)
        let first = machine.on(.arrived(1, keys: []), at: start)
        for ticket in 2...4 { _ = machine.on(.arrived(UInt64(ticket), keys: []), at: start) }
        let second = machine.on(.ended(group: id(first), .answered), at: start)
        #expect(groups(second) == [[2, 3]])
        #expect(groups(machine.on(.ended(group: id(second), .answered), at: start)) == [[4]])
    }

    @Test func `two requests with a key in common never run at the same time`() {
        var machine = machine(lanes: 2)
        let first = machine.on(.arrived(1, keys: ["person"]), at: start)
        _ = machine.on(.arrived(2, keys: ["person"]), at: start)
        _ = machine.on(.arrived(3, keys: ["other"]), at: start)
        let second = machine.on(.woke, at: start + .milliseconds(5))
        #expect(groups(second) == [[3]])
        let third = machine.on(.ended(group: id(first), .answered), at: start + .milliseconds(6))
        #expect(groups(third) == [[2]])
    }

    @Test func `requests with a key in common keep their order among others`() {
        var machine = machine()
        let first = machine.on(.arrived(1, keys: []), at: start)
        _ = machine.on(.arrived(2, keys: ["a", "b"]), at: start)
        _ = machine.on(.arrived(3, keys: ["b"]), at: start)
        _ = machine.on(.arrived(4, keys: ["b", "c"]), at: start)
        _ = machine.on(.arrived(5, keys: ["c"]), at: start)
        // 5 shares a key with 4, which waits for 3: it does not overtake.
        let second = machine.on(.ended(group: id(first), .answered), at: start)
        #expect(groups(second) == [[2]])
        let third = machine.on(.ended(group: id(second), .answered), at: start)
        #expect(groups(third) == [[3]])
    }

    @Test func `a spoilt group is halved until the one stands alone, and its neighbours are answered`() {
        var machine = machine(size: 4)
        let blocker = machine.on(.arrived(1, keys: []), at: start)
        for ticket in 2...5 { _ = machine.on(.arrived(UInt64(ticket), keys: ["k\(ticket)"]), at: start) }
        let whole = machine.on(.ended(group: id(blocker), .answered), at: start)
        #expect(groups(whole) == [[2, 3, 4, 5]])
        let left = machine.on(.ended(group: id(whole), .spoilt), at: start)
        #expect(groups(left) == [[2, 3]])
        let right = machine.on(.ended(group: id(left), .answered), at: start)
        #expect(groups(right) == [[4, 5]])
        let four = machine.on(.ended(group: id(right), .spoilt), at: start)
        #expect(groups(four) == [[4]])
        let five = machine.on(.ended(group: id(four), .spoilt), at: start)
        #expect(five.first == .blame(4))
        #expect(groups(five) == [[5]])
        #expect(machine.on(.ended(group: id(five), .answered), at: start) == [])
        #expect(machine.isIdle)
    }

    @Test func `the halves of a spoilt group keep their keys`() {
        var machine = machine(size: 2, lanes: 2)
        let blocker = machine.on(.arrived(1, keys: []), at: start)
        _ = machine.on(.arrived(2, keys: ["a"]), at: start)
        let pair = machine.on(.arrived(3, keys: ["b"]), at: start)
        _ = machine.on(.ended(group: id(pair), .spoilt), at: start)
        _ = machine.on(.arrived(4, keys: ["b"]), at: start)
        let after = machine.on(.ended(group: id(blocker), .answered), at: start + .seconds(1))
        #expect(groups(after).allSatisfy { !$0.contains(4) })
    }

    @Test func `when the server cannot, nobody is blamed and nobody is tried again`() {
        var machine = machine(size: 4)
        let blocker = machine.on(.arrived(1, keys: []), at: start)
        for ticket in 2...3 { _ = machine.on(.arrived(UInt64(ticket), keys: []), at: start) }
        let pair = machine.on(.ended(group: id(blocker), .answered), at: start)
        #expect(machine.on(.ended(group: id(pair), .failed), at: start) == [.fail(2), .fail(3)])
        #expect(machine.isIdle)
    }

    @Test func `what there is no room for is refused at once`() {
        var machine = machine(waiting: 1)
        _ = machine.on(.arrived(1, keys: []), at: start)
        #expect(machine.on(.arrived(2, keys: []), at: start) == [])
        #expect(machine.on(.arrived(3, keys: []), at: start) == [.refuse(3)])
        #expect(machine.waitingCount == 1)
    }
}
