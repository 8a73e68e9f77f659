import Broker
import Contracts
import Database
import Documents
import Foundation
import Logging
import Sealing
import TestSupport

@testable import ArchivingService
@testable import Pipeline

/// Archiving on a real database and real stores, without a broker: what it says stays in its outbox.
struct ArchiveBench {
    let database: ServiceDatabase
    let engine: Engine
    let closings: Closings
    let source: EncryptedDocumentStore
    let archive: EncryptedDocumentStore
    let archiveDirectory: String
    let archivist: Archivist
    let vault: ArchiveVault

    /// Runs the body with an archive of its own.
    static func with(
        policy: AccessionPolicy = AccessionPolicy(), region: String = "3574",
        _ body: (ArchiveBench) async throws -> Void
    ) async throws {
        try await withServiceDatabase(ArchivingMigrations.set, roles: [ArchivingMigrations.disposalRole]) { database in
            try await withTemporaryDirectory { directory in
                try await body(try ArchiveBench(database, directory, policy, region))
            }
        }
    }

    private init(
        _ database: ServiceDatabase, _ directory: String, _ policy: AccessionPolicy, _ region: String
    ) throws {
        self.database = database
        let file = KeyRingFile.generate(
            epoch: "e1", audiences: ["application", "contact", "archiving", "notification", "storage"])
        let ring = try KeyRing(json: Array(try file.json()))
        closings = try Closings(ring: ring, region: region)
        vault = ArchiveVault(ring: ring)
        source = try EncryptedDocumentStore(directory: directory + "/intake", keys: Self.keys("intake"))
        archiveDirectory = directory + "/archive"
        archive = try EncryptedDocumentStore(directory: archiveDirectory, keys: Self.keys("archive"))
        engine = Engine(
            service: .archiving, pool: database.service,
            publisher: BrokerPublisher(
                settings: try BrokerSettings(url: "amqp://nobody:nowhere@127.0.0.1:9/none", connectionName: "none"),
                logger: .silent),
            protection: BodyProtection(
                protect: { body, place in try ring.protect(body, context: place) },
                open: { body, place in try ring.unprotect(body, context: place) }),
            logger: .silent)
        archivist = Archivist(
            collector: DocumentCollector(from: source, into: archive), vault: vault, policy: policy, leaseSeconds: 60)
    }

    private static func keys(_ name: String) throws -> DocumentKeys {
        try DocumentKeys(current: name, keys: [name: (0..<32).map { _ in UInt8.random(in: .min ... .max) }])
    }

    var verifier: ArchiveVerifier { ArchiveVerifier(pool: database.service, documents: archive, page: 3) }

    /// Applies events as one batch.
    func apply(_ messages: InboundMessage...) async throws {
        let handler = ArchivingHandler(vault: vault)
        let runner = BatchRunner(consumer: "archiving.events", handler: handler, engine: engine)
        var accepted: [Accepted<ArchivingHandler.Message>] = []
        for message in messages { accepted.append(Accepted(inbound: message, message: try handler.decode(message))) }
        _ = try await runner.apply(accepted)
    }

    /// Puts a document into intake's store.
    func document(_ text: String, kind: String = "str") async throws -> DocumentReference {
        let stored = try await source.put(OneChunk(bytes: pdf(text)), limit: 100_000)
        return DocumentReference(
            id: stored.id, kind: try DocumentKind(kind), mediaType: "application/pdf", sizeBytes: stored.sizeBytes,
            sha256: stored.sha256)
    }

    /// Archives applications with a document each and returns them.
    @discardableResult
    func archived(_ count: Int) async throws -> [SubmissionClosed] {
        var all: [SubmissionClosed] = []
        for number in 0..<count {
            let closed = try closings.closed([try await document("document \(number)")])
            try await apply(try closings.inbound(closed))
            all.append(closed)
        }
        _ = try await archivist.runDue(limit: 1000, in: engine)
        return all
    }

    /// What was said: bodies of `record.archived`, in order.
    func said() async throws -> [(body: RecordArchived, sequence: Int64)] {
        let rows = try await database.admin.query(
            "SELECT body, sequence FROM events WHERE type = 'record.archived.v1' ORDER BY recorded_at, sequence",
            as: SaidRow.self)
        return try rows.map { (try ContractCoding.decode(RecordArchived.self, from: $0.body), $0.sequence) }
    }

    /// A single number.
    func number(_ sql: SQL) async throws -> Int64 { try await database.admin.scalar(sql, as: Int64.self) ?? -1 }

    /// Changes the archive behind its back, its guards taken down.
    func tamper(_ sql: String) async throws {
        try await database.admin.session { session in
            try await session.script("BEGIN; SET LOCAL session_replication_role = replica; \(sql); COMMIT")
        }
    }

    /// The first fault as `place code`.
    func fault() async throws -> String? {
        try await verifier.verify(closings.region).fault.map { "\($0.chainIndex) \($0.code)" }
    }
}

/// A row of the journal.
private struct SaidRow: RowDecodable {
    let body: [UInt8]
    let sequence: Int64

    init(row: inout Row) throws(DatabaseError) {
        body = try row.next()
        sequence = try row.next()
    }
}
