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
            submission = unreadable.envelope?.subject
            region = unreadable.envelope?.region
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
    /// - Returns: the keys of those that did not wait before.
    func `defer`(
        _ messages: [(inbound: InboundMessage, reason: BatchPlan.DeferralReason)], in unit: UnitOfWork
    ) async throws -> Set<String> {
        guard !messages.isEmpty else { return [] }
        let inbound = messages.map(\.inbound)
        return Set(
            try await unit.transaction.column(
                """
                INSERT INTO deferred (consumer, message_id, region, submission_id, reason, due_at, exchange, routing_key, \
                properties, body) \
                SELECT \(consumer), k, r, s, w, now() + interval '1 s', e, o, p, b FROM unnest(\(inbound.map(\.key)), \
                \(inbound.map(\.envelope.region.digits)), \(inbound.map(\.envelope.subject.uuid)), \
                \(messages.map(\.reason.rawValue)), \(inbound.map(\.exchange)), \(inbound.map(\.routingKey)), \
                \(try inbound.map { try StoredProperties.encode($0.properties) }), \
                \(try inbound.map { try protection.protect($0.body, context($0.key)) })) \
                AS t (k, r, s, w, e, o, p, b) ON CONFLICT DO NOTHING RETURNING message_id
                """, as: String.self))
    }

    /// Parks a message in the unit's transaction.
    /// - Returns: false when it is parked or waits already, or was done meanwhile: then nothing changes.
    func park(_ item: Item, in unit: UnitOfWork) async throws -> Bool {
        try await unit.transaction.execute(
            """
            INSERT INTO parked (consumer, message_id, region, submission_id, reason, detail, exchange, routing_key, \
            properties, body) \
            SELECT \(consumer), \(item.key), \(item.region?.digits), \(item.submission?.uuid), \(item.reason), \
            \(String(item.detail.storable.prefix(2000))), \(item.exchange.storable), \(item.routingKey.storable), \
            \(try StoredProperties.encode(item.properties)), \(try item.body.map { try protection.protect($0, context(item.key)) }) \
            WHERE NOT EXISTS (SELECT 1 FROM deferred WHERE consumer = \(consumer) AND message_id = \(item.key)) \
            AND NOT EXISTS (SELECT 1 FROM inbox WHERE consumer = \(consumer) AND message_id = \(item.key)) \
            ON CONFLICT DO NOTHING
            """) > 0
    }
}
