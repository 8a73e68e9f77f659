import Contracts
import Database
import Foundation
import ServiceRuntime
import TestSupport
import Testing

/// Every service refuses a schema that it does not fit.
@Suite("Services and their schemas", .requireServer(.database), .serialized, .timeLimit(.minutes(5)))
struct SchemaGuardTests {
    private func url(_ settings: DatabaseSettings) throws -> String {
        var url = try #require(URLComponents(string: TestEnvironment.url(of: .database)))
        url.user = settings.user
        url.password = settings.password
        url.path = "/" + settings.database
        url.queryItems = [URLQueryItem(name: "search_path", value: settings.searchPath.joined(separator: ","))]
        return try #require(url.string)
    }

    /// Starts a service as its executable does, over a schema that was changed; it must end with 78.
    private func refuse(
        _ service: ServiceName, because reason: String, _ change: (ServiceDatabase) async throws -> Void
    )
        async throws
    {
        try await withServiceDatabase(ServiceSamples.schema(service), roles: ["archiving_disposal"]) { database in
            try await database.admin.session {
                try await $0.script("GRANT SELECT ON schema_versions TO \(service.rawValue)")
            }
            try await change(database)
            try await withTemporaryDirectory { folder in
                let settings = try await ServiceSamples.overrides(
                    service, in: folder, database: url(database.settings))
                let name = service.rawValue
                let result = try await #require(
                    processExitsWith: .exitCode(78), observing: [\.standardErrorContent]
                ) { [name = name as String, settings = settings as [String: String]] in
                    let code = await ServiceProcess.serve(name: name, overrides: settings) { context in
                        guard let service = ServiceName(rawValue: name) else { return [] }
                        return try await ServiceSamples.build(service, context)
                    }
                    // As the executables end: clean-up at exit must not meet threads that still open connections.
                    _exit(code.rawValue)
                }
                let text = String(decoding: result.standardErrorContent, as: UTF8.self)
                #expect(text.contains(reason), "\(text)")
            }
        }
    }

    @Test(arguments: ServiceName.allCases)
    func `a schema that needs a newer program ends the service with 78`(service: ServiceName) async throws {
        let newer = ServiceSamples.schema(service).version + 1
        try await refuse(service, because: "needs a program of version \(newer) or later") { database in
            try await database.admin.execute(
                """
                INSERT INTO schema_versions (version, oldest_compatible, name, checksum) \
                VALUES (\(Int32(newer)), \(Int32(newer)), 'of tomorrow', '')
                """)
        }
    }

    @Test(arguments: ServiceName.allCases)
    func `a schema that set-up has not brought up to date ends the service with 78`(service: ServiceName) async throws {
        try await refuse(service, because: "run mpp setup") { database in
            try await database.admin.execute(
                "DELETE FROM schema_versions WHERE version = (SELECT max(version) FROM schema_versions)")
        }
    }
}
