import DequeModule
import Synchronization

/// Publishes statements from memory straight after their commit.
///
/// Bounded: places are reserved before the commit, so that a row knows whether the sweeper has to come for it. What
/// grew older than the give-up age is left to the sweeper, which may have taken it already.
final class FastPath: Sendable {
    private struct Item {
        let entry: OutboxEntry
        let since: ContinuousClock.Instant
    }

    private struct State {
        var reserved = 0
        var items: Deque<Item> = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wakeUp = WakeUp()
    private let publishing: Publishing
    private let capacity: Int
    private let group: Int
    private let giveUpAge: Duration

    /// Makes a fast path.
    /// - Parameters:
    ///   - capacity: messages it holds at most, reserved ones included.
    ///   - group: messages published and settled together.
    ///   - giveUpAge: the age from which a message is left to the sweeper; below the sweeper's thirty seconds.
    init(publishing: Publishing, capacity: Int = 4000, group: Int = 500, giveUpAge: Duration = .seconds(25)) {
        self.publishing = publishing
        self.capacity = capacity
        self.group = group
        self.giveUpAge = giveUpAge
    }

    /// Reserves places; false when there is no room.
    func reserve(_ count: Int) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.reserved + state.items.count + count <= capacity else { return false }
            state.reserved += count
            return true
        }
    }

    /// Gives reserved places back.
    func release(_ count: Int) {
        state.withLock { $0.reserved -= count }
    }

    /// Takes over committed statements on reserved places.
    func enqueue(_ entries: [OutboxEntry]) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.reserved -= entries.count
            state.items.append(contentsOf: entries.map { Item(entry: $0, since: now) })
        }
        wakeUp.signal()
    }

    /// Takes no more; `run()` ends when it is empty.
    func close() {
        state.withLock { $0.isClosed = true }
        wakeUp.signal()
    }

    /// Publishes until closed and empty, with two groups under way, so that one is settled while the next is confirmed.
    func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            var underWay = 0
            while true {
                let (entries, isDone) = take()
                if entries.isEmpty {
                    if isDone { break }
                    await wakeUp.wait()
                    if Task.isCancelled { break }
                    continue
                }
                if underWay == 2 {
                    await tasks.next()
                    underWay -= 1
                }
                tasks.addTask { await self.publishing.publish(entries) }
                underWay += 1
            }
        }
    }

    private func take() -> (entries: [OutboxEntry], isDone: Bool) {
        let now = ContinuousClock.now
        return state.withLock { state in
            var entries: [OutboxEntry] = []
            while entries.count < group, let item = state.items.popFirst() {
                if now - item.since < giveUpAge { entries.append(item.entry) }
            }
            return (entries, state.isClosed && state.items.isEmpty && state.reserved == 0)
        }
    }
}
