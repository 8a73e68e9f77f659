import Broker
import Contracts
import Database
import Foundation
import Logging
import Sealing
import TestSupport

@testable import NotificationService
@testable import Pipeline

/// Notification on a real database, without a broker: what it says stays in its outbox.
struct NoticeBench {
    let database: ServiceDatabase
    let engine: Engine
    let ring: KeyRing
    let tools: NoticeTools
    let directory: String

    /// Runs the body with a notification of its own.
    static func with(
        _ channels: [NoticeChannel] = [.email], policy: NoticePolicy = NoticePolicy(firstWait: 0, longestWait: 0),
        settlesNullAtOnce: Bool = true,
        _ body: (NoticeBench) async throws -> Void
    ) async throws {
        try await withServiceDatabase(NotificationMigrations.set) { database in
            try await withTemporaryDirectory { directory in
                try await body(try NoticeBench(database, channels, policy, settlesNullAtOnce, directory))
            }
        }
    }

    private init(
        _ database: ServiceDatabase, _ channels: [NoticeChannel], _ policy: NoticePolicy,
        _ settlesNullAtOnce: Bool, _ directory: String
    ) throws {
        self.database = database
        self.directory = directory
        let file = KeyRingFile.generate(
            epoch: "e1", audiences: ["application", "contact", "archiving", "notification", "storage"])
        let ring = try KeyRing(json: Array(try file.json()))
        self.ring = ring
        engine = try Self.engine(on: database.service, ring)
        tools = NoticeTools(
            vault: ContactVault(ring: ring), choice: ChannelChoice(channels: channels),
            composer: NoticeComposer(
                templates: try TemplateSet(directory: nil), office: "MPP Digital",
                trackingURL: "https://mpp.example/lacak"),
            policy: policy, domain: "mpp.example", settlesNullAtOnce: settlesNullAtOnce)
    }

    /// An engine on another pool, as another process has one.
    static func engine(on pool: DatabasePool, _ ring: KeyRing) throws -> Engine {
        Engine(
            service: .notification, pool: pool,
            publisher: BrokerPublisher(
                settings: try BrokerSettings(url: "amqp://nobody:nowhere@127.0.0.1:9/none", connectionName: "none"),
                logger: .silent),
            protection: BodyProtection(
                protect: { body, place in try ring.protect(body, context: place) },
                open: { body, place in try ring.unprotect(body, context: place) }),
            logger: .silent)
    }

    /// Applies events as one batch.
    func apply(_ messages: InboundMessage...) async throws {
        let handler = NotificationHandler(tools: tools)
        let runner = BatchRunner(consumer: "notification.events", handler: handler, engine: engine)
        var accepted: [Accepted<NotificationEvent>] = []
        for message in messages { accepted.append(Accepted(inbound: message, message: try handler.decode(message))) }
        _ = try await runner.apply(accepted)
    }

    /// A sender over transports.
    func sender(_ transports: any NoticeTransport..., lease: Int64 = 60, parallelism: Int = 4) -> NoticeSender {
        NoticeSender(transports: transports, tools: tools, parallelism: parallelism, leaseSeconds: lease)
    }

    /// What was said, in order: outcome, reason and channel; and all bodies.
    func said() async throws -> [NoticeSettled] {
        let rows = try await database.admin.query(
            "SELECT body FROM events WHERE type = 'notice.settled.v1' ORDER BY submission_id, sequence", as: Body.self)
        return try rows.map { try ContractCoding.decode(NoticeSettled.self, from: $0.bytes) }
    }

    /// All notices as `state attempts`, in the order of making.
    func states() async throws -> [String] {
        try await database.admin.column(
            "SELECT state || ' ' || attempts::text FROM notices ORDER BY created_at, notice_id", as: String.self)
    }

    /// A single number.
    func number(_ sql: SQL) async throws -> Int64 { try await database.admin.scalar(sql, as: Int64.self) ?? -1 }
}

/// A body of the journal.
private struct Body: RowDecodable {
    let bytes: [UInt8]

    init(row: inout Row) throws(DatabaseError) { bytes = try row.next() }
}
