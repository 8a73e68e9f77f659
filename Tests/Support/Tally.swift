import Synchronization

/// Counts what several tasks do.
package final class Tally: Sendable {
    private let number = Atomic(0)

    /// Counts from zero.
    package init() {}

    /// The number so far.
    package var count: Int { number.load(ordering: .acquiring) }

    /// One more.
    package func add() { number.add(1, ordering: .acquiringAndReleasing) }
}
