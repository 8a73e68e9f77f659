import Broker
import DequeModule
import Synchronization

/// Publishes statements from memory straight after their commit.
///
/// Bounded: places are reserved before the commit, so that a row knows whether the sweeper has to come for it; a large
/// message takes several. Without a broker there are none, and the rows are due at once. What grew older than the give-up
/// age is left to the sweeper, which may have taken it already.
final class FastPath: Sendable {
    private struct Item {
        let entry: OutboxEntry
        let since: ContinuousClock.Instant
    }

    private struct State {
        /// Places taken by statements whose transaction is not committed yet.
        var reserved = 0
        /// Places taken by the items.
        var held = 0
        var items: Deque<Item> = []
        var isClosed = false
    }

    /// A message takes one place for each so many bytes begun.
    private static let bytesInPlace = 16 * 1024

    private let state = Mutex(State())
    private let wakeUp = WakeUp()
    private let publishing: Publishing
    private let capacity: Int
    private let group: Int
    private let giveUpAge: Duration

    /// Makes a fast path.
    ///
    /// - Parameters:
    ///   - publishing: publishes and settles.
    ///   - capacity: places, those reserved included.
    ///   - group: messages published and settled together.
    ///   - giveUpAge: the age from which a message is left to the sweeper; below the sweeper's thirty seconds.
    init(publishing: Publishing, capacity: Int = 4000, group: Int = 500, giveUpAge: Duration = .seconds(25)) {
        self.publishing = publishing
        self.capacity = capacity
        self.group = group
        self.giveUpAge = giveUpAge
    }

    /// The places that a body takes.
    static func places(_ body: [UInt8]) -> Int { 1 + body.count / bytesInPlace }

    /// Reserves places; false when there is no room, or no broker to publish to.
    func reserve(_ count: Int) -> Bool {
        guard publishing.publisher.state == .connected else { return false }
        return state.withLock { state in
            guard !state.isClosed, state.reserved + state.held + count <= capacity else { return false }
            state.reserved += count
            return true
        }
    }

    /// Gives reserved places back.
    func release(_ count: Int) {
        let isClosed = state.withLock { state in
            state.reserved -= count
            return state.isClosed
        }
        // `run()` may wait for nothing but these places.
        if isClosed { wakeUp.signal() }
    }

    /// Takes over committed statements on the places reserved for them.
    func enqueue(_ entries: [OutboxEntry]) {
        let now = ContinuousClock.now
        let places = entries.reduce(0) { $0 + Self.places($1.message.body) }
        state.withLock { state in
            state.reserved -= places
            state.held += places
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
        let isConnected = publishing.publisher.state == .connected
        return state.withLock { state in
            if state.isClosed, !isConnected {
                // A process that ends does not wait for a broker: the rows are in the outbox.
                state.items = []
                state.held = 0
            }
            var entries: [OutboxEntry] = []
            while entries.count < group, let item = state.items.popFirst() {
                state.held -= Self.places(item.entry.message.body)
                if now - item.since < giveUpAge { entries.append(item.entry) }
            }
            return (entries, state.isClosed && state.items.isEmpty && state.reserved == 0)
        }
    }
}
