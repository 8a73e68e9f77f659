import Broker
import Contracts
import Database
import Documents
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Pipeline
import Sealing
import ServiceRuntime
import TestSupport
import VerificationService

/// Verification on a database of its own, without a broker: what it says stays in the outbox.
struct VerificationFixture: Sendable {
    let engine: Engine
    let keyRing: KeyRing
    let catalogue: Catalogue
    let proceedings: Proceedings
    let book: RegionBook
    let store: EncryptedDocumentStore
    let issuer: TestTokenIssuer
    let client: any TestClientProtocol
    let settings: DatabaseSettings

    var pool: DatabasePool { engine.pool }

    /// The shipped data.
    static var data: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Services/Verification/Data")
    }

    /// A shipped service with some members replaced.
    static func service(_ code: String, replacing members: [String: JSONValue] = [:]) throws -> ServiceDefinition {
        let file = data.appending(path: "catalogue/3574/\(code).json")
        var source = try ContractCoding.value(JSONValue.self, json: Array(try Data(contentsOf: file))).object ?? [:]
        source.merge(members) { $1 }
        return try ServiceDefinition(.object(source))
    }

    /// A clock that deems applications approved, as a region may decide.
    static let deemingClock: [String: JSONValue] = [
        "clock": [
            "amount": 5, "unit": "working-days", "breachPolicy": "deem-approved",
            "breachLegalBasis": "UU 30/2014 pasal 53 ayat (4)", "warnPercents": [50, 80],
            "afterHours": "next-working-day", "jointLeaveIsWork": false,
        ]
    ]

    /// Runs a test with a service on a database of its own.
    static func run(
        replacing members: [String: JSONValue] = [:], nudging: Nudging = Nudging(firstSeconds: 1, longestSeconds: 4),
        broker: String = "amqp://nobody:nothing@127.0.0.1:1/none",
        _ body: @Sendable (VerificationFixture) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            try await withTestDatabase { database in
                try await makeRoles(database.pool)
                _ = try await database.pool.session {
                    try await Migrator().apply(VerificationMigrations.set, ownerRole: "verification_owner", on: $0)
                }
                var settings = database.settings
                settings.searchPath = ["verification"]
                let pool = DatabasePool(settings: settings, logger: .silent)
                do {
                    try await run(pool, settings, members, nudging, broker, directory, body)
                    await pool.close()
                } catch {
                    await pool.close()
                    throw error
                }
            }
        }
    }

    private static func run(
        _ pool: DatabasePool, _ settings: DatabaseSettings, _ members: [String: JSONValue], _ nudging: Nudging,
        _ broker: String, _ directory: String, _ body: @Sendable (VerificationFixture) async throws -> Void
    ) async throws {
        _ = try await pool.execute(
            """
            INSERT INTO regions (region, name, population, time_zone) \
            VALUES ('3574', 'Kota Probolinggo', 243746, 'Asia/Jakarta')
            """)
        let audiences = ["application", "contact", "verification", "storage"]
        let keyRing = try KeyRing(json: Array(KeyRingFile.generate(epoch: "e1", audiences: audiences).json()))
        let engine = Engine(
            service: .verification, pool: pool,
            publisher: BrokerPublisher(
                settings: try BrokerSettings(url: broker, connectionName: "verification test"), logger: .silent),
            protection: BodyProtection(
                protect: { try keyRing.protect($0, context: $1) }, open: { try keyRing.unprotect($0, context: $1) }),
            logger: .silent)
        let catalogue = try Catalogue([
            try service("sip-dokter", replacing: members), try service("domisili-usaha"),
        ])
        let book = RegionBook(
            files: try WorkingCalendar.load(directory: data.appending(path: "calendars").path()))
        let proceedings = Proceedings(
            catalogue: catalogue, book: book, keyRing: keyRing, nudging: nudging,
            documentsURL: "http://verification.example.invalid", allowsSynthetic: true, logger: .silent)
        let store = try EncryptedDocumentStore(
            directory: directory + "/documents",
            keys: DocumentKeys(current: "k1", keys: ["k1": (0..<32).map { UInt8($0 * 7 % 251) }]))
        let (issuer, verifier) = try await tokens(directory)
        let router = VerificationRoutes.router(
            engine: engine, proceedings: proceedings, catalogue: catalogue, keyRing: keyRing, store: store,
            verifier: verifier, settings: HTTPServerSettings(port: 0, accessLog: .off))
        try await Application(router: router).test(.router) { client in
            try await body(
                VerificationFixture(
                    engine: engine, keyRing: keyRing, catalogue: catalogue, proceedings: proceedings, book: book,
                    store: store, issuer: issuer, client: client, settings: settings))
        }
    }

    private static func tokens(_ directory: String) async throws -> (TestTokenIssuer, TokenVerifier) {
        let (key, jwks) = (directory + "/key.pem", directory + "/jwks.json")
        try TestTokenIssuer.createKey(keyFile: key, jwksFile: jwks, mode: .test)
        let verifier = TokenVerifier(
            settings: AuthenticationSettings(issuer: "test", audience: "mpp", keys: .file(jwks)), logger: .silent)
        _ = await verifier.refresh()
        return (try await TestTokenIssuer(keyFile: key, issuer: "test", audience: "mpp", mode: .test), verifier)
    }

    /// Makes the roles that the schema grants to, unless another suite has made them.
    private static func makeRoles(_ pool: DatabasePool) async throws {
        try await pool.session { session in
            try await session.script(
                """
                DO $$
                DECLARE
                    wanted text;
                BEGIN
                    PERFORM pg_advisory_lock(hashtextextended('mpp.test.roles', 0));
                    FOREACH wanted IN ARRAY ARRAY['auditor', 'verification', 'verification_owner'] LOOP
                        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
                            BEGIN
                                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
                            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                            END;
                        END IF;
                    END LOOP;
                    PERFORM pg_advisory_unlock(hashtextextended('mpp.test.roles', 0));
                END $$;
                """)
        }
    }
}
