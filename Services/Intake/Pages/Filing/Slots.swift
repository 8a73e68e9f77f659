import Synchronization

/// A number of places, of which each is taken by one at a time.
final class Slots: Sendable {
    private let free: Mutex<Int>

    /// Makes free places.
    init(_ count: Int) {
        free = Mutex(count)
    }

    /// Takes a place; false when there is none.
    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    /// Gives a place back.
    func give() { free.withLock { $0 += 1 } }
}
