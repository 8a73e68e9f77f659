import Contracts
import Database
import Foundation

/// Writes messages of one consumer into `deferred` and `parked`.
struct Parking: Sendable {
    let consumer: String
    let protection: BodyProtection

    /// A message to park.
    struct Item: Sendable {
        let key: String
        let properties: WireProperties
        let exchange: String
        let routingKey: String
        /// Nil where a message is parked without what it said.
        let body: [UInt8]?
        let submission: SubmissionID?
        let region: RegionCode?
        let reason: String
        let detail: String

        init<Message>(_ unreadable: Decoded<Message>.Unreadable) {
            key = unreadable.key
            properties = unreadable.properties
            exchange = unreadable.exchange
            routingKey = unreadable.routingKey
            body = unreadable.body
            submission = unreadable.submission
            region = unreadable.region
            reason = unreadable.reason
            detail = unreadable.detail
        }

        init(_ letter: DeadLetter, key: String, keepsBody: Bool) {
            self.key = key
            properties = letter.properties
            exchange = letter.exchange
            routingKey = letter.routingKey
            body = keepsBody ? letter.body : nil
            submission = letter.envelope?.subject
            region = letter.envelope?.region
            reason = letter.reason
            detail = "given up by \(letter.queue)"
        }

        init(_ inbound: InboundMessage, reason: String, detail: String) {
            key = inbound.key
            properties = inbound.properties
            exchange = inbound.exchange
            routingKey = inbound.routingKey
            body = inbound.body
            submission = inbound.envelope.subject
            region = inbound.envelope.region
            self.reason = reason
            self.detail = detail
        }
    }

    /// What binds a protected body to its row.
    func context(_ key: String) -> String { "\(consumer)/\(key)" }

    /// Defers messages in the unit's transaction; one that waits already stays as it is.
    func `defer`(
        _ messages: [(inbound: InboundMessage, reason: BatchPlan.DeferralReason)], in unit: UnitOfWork
    ) throws {
        guard !messages.isEmpty else { return }
        let inbound = messages.map(\.inbound)
        unit.transaction.send(
            """
            INSERT INTO deferred (consumer, message_id, region, submission_id, reason, due_at, exchange, routing_key, \
            properties, body) \
            SELECT \(consumer), k, r, s, w, now() + interval '1 s', e, o, p, b FROM unnest(\(inbound.map(\.key)), \
            \(inbound.map(\.envelope.region.digits)), \(inbound.map(\.envelope.subject.uuid)), \
            \(messages.map(\.reason.rawValue)), \(inbound.map(\.exchange)), \(inbound.map(\.routingKey)), \
            \(try inbound.map { try StoredProperties.encode($0.properties) }), \
            \(try inbound.map { try protection.protect($0.body, context($0.key)) })) \
            AS t (k, r, s, w, e, o, p, b) ON CONFLICT DO NOTHING
            """)
    }

    /// Parks messages in the unit's transaction; one that is parked already stays as it is.
    func park(_ items: [Item], in unit: UnitOfWork) throws {
        guard !items.isEmpty else { return }
        unit.transaction.send(
            """
            INSERT INTO parked (consumer, message_id, region, submission_id, reason, detail, exchange, routing_key, \
            properties, body) \
            SELECT \(consumer), k, r, s, w, d, e, o, p, b FROM unnest(\(items.map { String($0.key.prefix(300)) }), \
            \(items.map { $0.region?.digits }), \(items.map { $0.submission?.uuid }), \(items.map(\.reason)), \
            \(items.map(\.detail)), \(items.map(\.exchange)), \(items.map(\.routingKey)), \
            \(try items.map { try StoredProperties.encode($0.properties) }), \
            \(try items.map { item in try item.body.map { try protection.protect($0, context(item.key)) } })) \
            AS t (k, r, s, w, d, e, o, p, b) ON CONFLICT DO NOTHING
            """)
    }
}
