import DequeModule
import Synchronization

/// Where the connection's thread leaves deliveries and finds what is settled; readers and settlers never wait for that
/// thread.
final class DeliveryMailbox: Sendable {
    /// What was settled since the thread last looked.
    struct Settlements: Sendable {
        /// Finished deliveries.
        var finished: [DeliveryTag] = []
        /// Deliveries given up, and whether they go back into the queue.
        var rejected: [(tag: DeliveryTag, requeue: Bool)] = []
        /// Whether there is nothing.
        var isEmpty: Bool { finished.isEmpty && rejected.isEmpty }
    }

    private struct Reader: Sendable {
        let id: UInt64
        let count: Int
        let continuation: CheckedContinuation<[Delivery], Never>
    }

    private struct State: Sendable {
        var deliveries: [Delivery] = []
        var head = 0
        var isOver = false
        var readers: Deque<Reader> = []
        var settlements = Settlements()
        var isWatched = false

        mutating func take(_ count: Int) -> [Delivery] {
            if head == 0, count >= deliveries.count {
                defer { deliveries = [] }
                return deliveries
            }
            let end = head + min(count, deliveries.count - head)
            let taken = Array(deliveries[head..<end])
            head = end
            if head == deliveries.count {
                deliveries.removeAll(keepingCapacity: true)
                head = 0
            }
            return taken
        }
    }

    private let state = Mutex(State())
    private let lastReader = Atomic<UInt64>(0)

    /// Leaves deliveries for the readers.
    func put(_ deliveries: [Delivery]) {
        var served: [(Reader, [Delivery])] = []
        state.withLock { state in
            if state.isOver { return }
            if state.deliveries.isEmpty { state.deliveries = deliveries } else { state.deliveries += deliveries }
            while state.head < state.deliveries.count, let reader = state.readers.popFirst() {
                served.append((reader, state.take(reader.count)))
            }
        }
        for (reader, deliveries) in served { reader.continuation.resume(returning: deliveries) }
    }

    /// Whether a reader waits.
    var hasReader: Bool { state.withLock { !$0.readers.isEmpty } }

    /// Forgets deliveries that nobody has taken: their channel is gone.
    func removeAll() {
        state.withLock { state in
            state.deliveries = []
            state.head = 0
        }
    }

    /// Ends it: readers get nothing, now and later.
    ///
    /// - Returns: what nobody has taken.
    func end() -> [Delivery] {
        let (left, readers) = state.withLock { state in
            state.isOver = true
            defer { state.readers = [] }
            return (state.take(.max), state.readers)
        }
        for reader in readers { reader.continuation.resume(returning: []) }
        return left
    }

    /// Takes up to so many deliveries, waiting for the first; none at the end or when the task is cancelled.
    func take(_ count: Int) async -> [Delivery] {
        let ready: [Delivery]? = state.withLock { state in
            if state.isOver { return [] }
            if state.readers.isEmpty, state.head < state.deliveries.count { return state.take(count) }
            return nil
        }
        if let ready { return ready }
        let id = lastReader.add(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(Reader(id: id, count: count, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    private func wait(_ reader: Reader) {
        let ready: [Delivery]? = state.withLock { state in
            // A cancellation that came before this is seen here, one that comes later finds the reader.
            if state.isOver || Task.isCancelled { return [] }
            if state.readers.isEmpty, state.head < state.deliveries.count { return state.take(reader.count) }
            state.readers.append(reader)
            return nil
        }
        if let ready { reader.continuation.resume(returning: ready) }
    }

    private func cancel(_ id: UInt64) {
        let reader = state.withLock { state -> Reader? in
            guard let place = state.readers.firstIndex(where: { $0.id == id }) else { return nil }
            return state.readers.remove(at: place)
        }
        reader?.continuation.resume(returning: [])
    }

    /// Leaves finished deliveries for the thread; true if it must be woken to see them in time.
    func finish(_ tags: [DeliveryTag], wakeAt threshold: Int) -> Bool {
        if tags.isEmpty { return false }
        return state.withLock { state in
            let wasEmpty = state.settlements.isEmpty
            let before = state.settlements.finished.count
            if wasEmpty { state.settlements.finished = tags } else { state.settlements.finished += tags }
            return (wasEmpty && !state.isWatched) || (before < threshold && before + tags.count >= threshold)
        }
    }

    /// Leaves a rejection for the thread.
    func reject(_ tag: DeliveryTag, requeue: Bool) {
        state.withLock { $0.settlements.rejected.append((tag, requeue)) }
    }

    /// Says whether the thread will look for settlements shortly by itself, so that nobody need wake it for a few.
    ///
    /// - Returns: whether there are settlements now.
    func watch(_ isWatched: Bool) -> Bool {
        state.withLock { state in
            state.isWatched = isWatched
            return !state.settlements.isEmpty
        }
    }

    /// What was settled since the last call.
    func takeSettlements() -> Settlements? {
        state.withLock { state in
            if state.settlements.isEmpty { return nil }
            defer { state.settlements = Settlements() }
            return state.settlements
        }
    }
}
