import Contracts
import Database
import Foundation
import Pipeline

/// The parked messages of all services.
struct ParkedStore: Sendable {
    private let environment = OperatorEnvironment()

    /// A parked message without its body.
    struct Row: RowDecodable, Encodable {
        private(set) var service = ""
        let consumer: String
        let messageID: String
        let type: String?
        let submission: String?
        let region: String?
        let reason: String
        let detail: String
        let exchange: String
        let routingKey: String
        let parkedAt: String
        let replays: Int

        private enum CodingKeys: String, CodingKey {
            case messageID = "messageId"
            case service, consumer, type, submission, region, reason, detail, exchange, routingKey, parkedAt, replays
        }

        init(row: inout Database.Row) throws(DatabaseError) {
            consumer = try row.next()
            messageID = try row.next()
            type = try row.next()
            submission = try row.next()
            region = try row.next()
            reason = try row.next()
            detail = try row.next()
            exchange = try row.next()
            routingKey = try row.next()
            parkedAt = try row.next()
            replays = Int(try row.next() as Int32)
        }

        /// The row with its service's name.
        func of(_ service: ServiceName) -> Row {
            var row = self
            row.service = service.rawValue
            return row
        }
    }

    /// Lists what is parked, the oldest first.
    func list(_ services: [ServiceName]) async throws -> [Row] {
        var rows: [Row] = []
        for service in services {
            rows += try await SuiteDatabase.with(schema: service.rawValue, environment) { pool in
                try await pool.query(
                    """
                    SELECT consumer, message_id, convert_from(properties, 'UTF8')::jsonb ->> 'type', submission_id::text, \
                    region, reason, detail, exchange, routing_key, \
                    to_char(parked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), replays \
                    FROM parked ORDER BY parked_at LIMIT 10000
                    """, as: Row.self
                ).map { $0.of(service) }
            }
        }
        return rows.sorted { $0.parkedAt < $1.parkedAt }
    }

    /// Makes messages due in `deferred`; one without a body cannot be replayed and stays.
    func replay(_ messages: [String]?, of services: [ServiceName]) async throws -> Int {
        try await each(services) { pool in try await ParkedMessages.replay(messages, on: pool) }
    }

    /// Gives messages up, so that what waits behind them goes on, and notes who did it and why.
    func discard(_ messages: [String], of services: [ServiceName], reason: String) async throws -> Int {
        let who = ProcessInfo.processInfo.environment["USER"] ?? "operator"
        return try await each(services) { pool in
            try await pool.transaction { transaction in
                transaction.send(
                    """
                    INSERT INTO access_log (region, principal, role, purpose, fields, submission_id) \
                    SELECT coalesce(region, ''), \(who), 'operator', 'discard of a parked message: ' || \(reason), \
                    ARRAY[message_id], coalesce(submission_id, '00000000-0000-0000-0000-000000000000') \
                    FROM parked WHERE message_id = ANY(\(messages)) ORDER BY consumer, message_id FOR UPDATE
                    """)
                return try await ParkedMessages.discard(messages, on: transaction)
            }
        }
    }

    private func each(
        _ services: [ServiceName], _ body: (DatabasePool) async throws -> Int
    ) async throws -> Int {
        var total = 0
        for service in services {
            total += try await SuiteDatabase.with(schema: service.rawValue, environment, body)
        }
        return total
    }
}
