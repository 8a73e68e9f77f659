import Broker
import Foundation

/// A message on its way to the broker, with the outbox row that stands for it.
struct OutboxEntry: Sendable {
    let id: UUID
    let message: OutboundMessage
    /// How often its row failed before.
    let tries: Int
}
