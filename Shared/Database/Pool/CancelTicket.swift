import Synchronization

/// Makes sure that a cancellation reaches the pool's thread after the group it is about.
final class CancelTicket: Sendable {
    private let state = Atomic<UInt8>(0)
    private static let posted: UInt8 = 1
    private static let cancelled: UInt8 = 2

    /// The group was posted; tells whether a cancellation came before and must be posted now.
    func markPosted() -> Bool { state.exchange(Self.posted, ordering: .acquiringAndReleasing) == Self.cancelled }

    /// The task was cancelled; tells whether the group was posted before, so that a cancellation must be posted now.
    func markCancelled() -> Bool { state.exchange(Self.cancelled, ordering: .acquiringAndReleasing) == Self.posted }
}
