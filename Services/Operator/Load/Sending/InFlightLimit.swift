import Synchronization

/// Bounds how many requests wait for their answers.
final class InFlightLimit: Sendable {
    private let limit: Int
    private let used = Atomic(0)

    /// Makes a bound.
    init(_ limit: Int) { self.limit = limit }

    /// Takes a place; false when there is none.
    func enter() -> Bool {
        if used.add(1, ordering: .relaxed).newValue <= limit { return true }
        used.subtract(1, ordering: .relaxed)
        return false
    }

    /// Gives a place back.
    func leave() { used.subtract(1, ordering: .relaxed) }
}
