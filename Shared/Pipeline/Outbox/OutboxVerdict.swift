package import Broker

/// What becomes of an outbox row once the broker has answered for its message.
package enum OutboxVerdict: Sendable, Equatable {
    /// The broker has it: the row goes.
    case delete
    /// The broker did not take it: due again after a wait that grows with the tries.
    case retry(after: Duration, reason: Reason)

    /// Why a message was not taken.
    package enum Reason: String, Sendable {
        /// A queue was full (`reject-publish`) or failed inside.
        case nacked
        /// No queue is bound for the routing key.
        case noRoute = "no-route"
        /// The connection was lost before the confirm; the message may be out twice, and the inbox absorbs it.
        case unknown
        /// It never left.
        case unsent
    }

    /// Judges an outcome.
    /// - Parameters:
    ///   - outcome: what the publisher reported.
    ///   - tries: how often the row failed before.
    package init(_ outcome: PublishOutcome, tries: Int) {
        let doubled = Duration.seconds(1) * (1 << min(tries, 6))
        switch outcome {
        case .confirmed: self = .delete
        case .nacked: self = .retry(after: doubled, reason: .nacked)
        case .returned: self = .retry(after: doubled, reason: .noRoute)
        case .unknown: self = .retry(after: .seconds(1), reason: .unknown)
        case .unsent: self = .retry(after: .seconds(1), reason: .unsent)
        }
    }
}
