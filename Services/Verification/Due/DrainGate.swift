package import Contracts

/// Whether everything that had arrived by a moment has been applied, so that what ends an application may fire.
package struct DrainGate: Sendable {
    /// Judges a due time at the present.
    package let isOpen: @Sendable (_ dueAt: Timestamp, _ now: Timestamp) -> Bool

    /// Makes a gate of its judgement.
    package init(isOpen: @escaping @Sendable (_ dueAt: Timestamp, _ now: Timestamp) -> Bool) {
        self.isOpen = isOpen
    }

    /// A gate over queues.
    ///
    /// A queue is drained past a due time when it has stood empty for half a second now, or when it is empty just now
    /// and the due time lies five seconds back: what had arrived by then has been delivered before, since a queue hands
    /// out in order.
    ///
    /// - Parameter idle: since when each consumer has waited at an empty queue; nil while it works or is not connected.
    package init(idle: [@Sendable () -> ContinuousClock.Instant?]) {
        self.init { dueAt, now in
            idle.allSatisfy { since in
                guard let since = since() else { return false }
                return ContinuousClock.now - since > .milliseconds(500) || dueAt.duration(to: now) > .seconds(5)
            }
        }
    }
}
