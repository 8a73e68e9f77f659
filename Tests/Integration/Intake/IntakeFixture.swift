import Broker
import Contracts
import Database
import Foundation
import Hummingbird
import HummingbirdTesting
import IntakeService
import Logging
import Pipeline
import Sealing
import ServiceRuntime
import TestSupport

@testable import Documents

/// Intake on a database of its own; without a broker, what it says stays in the outbox.
struct IntakeFixture: Sendable {
    let engine: Engine
    let keyRing: KeyRing
    let assembly: IntakeAssembly
    let store: EncryptedDocumentStore
    let directory: String
    let settings: DatabaseSettings
    let issuer: TestTokenIssuer
    let client: any TestClientProtocol
    let pages: PageRoutes

    var pool: DatabasePool { engine.pool }
    var region: RegionCode {
        get throws { try RegionCode(SampleService.region) }
    }

    /// Runs a test with a service whose settings are changed as the test needs them.
    static func run(
        broker: BrokerSettings? = nil, isStoreFull: Bool = false,
        _ change: (inout IntakeSettings) -> Void = { _ in },
        _ body: @Sendable (IntakeFixture) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            try await withTestDatabase { database in
                try await makeRoles(database.pool)
                _ = try await database.pool.session {
                    try await Migrator().apply(IntakeMigrations.set, ownerRole: "intake_owner", on: $0)
                }
                var settings = database.settings
                settings.searchPath = ["intake"]
                settings.poolSize = 4
                let pool = DatabasePool(settings: settings, logger: .silent)
                var intake = intakeSettings
                change(&intake)
                do {
                    try await run(
                        pool, settings, broker, intake, try store(directory, isFull: isStoreFull), directory, body)
                    await pool.close()
                } catch {
                    await pool.close()
                    throw error
                }
            }
        }
    }

    /// A store in a folder; a full one writes its files to a device without room.
    private static func store(_ directory: String, isFull: Bool) throws -> EncryptedDocumentStore {
        let keys = try DocumentKeys(current: "k1", keys: ["k1": (0..<32).map { UInt8($0 * 7 % 251) }])
        guard isFull else { return try EncryptedDocumentStore(directory: directory + "/documents", keys: keys) }
        return try EncryptedDocumentStore(
            files: DocumentFiles(
                directory: directory + "/documents",
                create: { _ in try FileHandle(forWritingTo: URL(filePath: "/dev/full")) }), keys: keys)
    }

    private static var intakeSettings: IntakeSettings {
        IntakeSettings(
            SettingsReader(values: [
                "catalogue.directory": "none", "documents.directory": "none", "documents.keysFile": "none",
                "public.url": "https://mpp.example.invalid/", "keyring.file": "none", "documents.maxBytes": "200000",
                "limits.requestsPerMinute": "0",
            ]))
    }

    private static func run(
        _ pool: DatabasePool, _ settings: DatabaseSettings, _ broker: BrokerSettings?, _ intake: IntakeSettings,
        _ store: EncryptedDocumentStore, _ directory: String,
        _ body: @Sendable (IntakeFixture) async throws -> Void
    ) async throws {
        _ = try await pool.execute(
            """
            INSERT INTO regions (region, name, population, time_zone) \
            VALUES (\(SampleService.region), 'Kota Probolinggo', 243746, 'Asia/Jakarta')
            """)
        let keyRing = try KeyRing(
            json: Array(
                KeyRingFile.generate(
                    epoch: "e1", audiences: ["application", "contact", "storage", "nik", "access-code"]
                ).json()))
        let engine = Engine(
            service: .intake, pool: pool,
            publisher: BrokerPublisher(
                settings: try broker
                    ?? BrokerSettings(url: "amqp://nobody:nothing@127.0.0.1:1/none", connectionName: "test"),
                logger: .silent),
            protection: BodyProtection(
                protect: { try keyRing.protect($0, context: $1) }, open: { try keyRing.unprotect($0, context: $1) }),
            logger: .silent)
        let assembly = IntakeAssembly(
            engine: engine, keyRing: keyRing,
            catalogue: try Catalogue([try ServiceDefinition(SampleService.definition)]), store: store,
            settings: intake, isTest: true, logger: .silent)
        let (issuer, verifier) = try await tokens(directory)
        let router = Router<HTTPContext>.standard(
            settings: HTTPServerSettings(port: 0, accessLog: .off), verifier: verifier, mapping: IntakeRoutes.problem)
        assembly.routes.add(to: router)
        let pages = try PageRoutes(
            intake: assembly.routes, keyRing: keyRing, publicURL: intake.publicURL, logger: .silent)
        pages.add(to: router)
        try await Application(router: router).test(.router) { client in
            try await body(
                IntakeFixture(
                    engine: engine, keyRing: keyRing, assembly: assembly, store: store, directory: directory,
                    settings: settings, issuer: issuer, client: client, pages: pages))
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
                    FOREACH wanted IN ARRAY ARRAY['auditor', 'intake', 'intake_owner'] LOOP
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
