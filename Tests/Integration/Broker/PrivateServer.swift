import Broker
import Foundation
import Glibc
import Testing

/// A RabbitMQ of the tests' own, which they may restart, kill and frighten, made by the script that
/// `MPP_TEST_SERVERS` names.
struct PrivateServer {
    /// The script; nil = none.
    static let script = ProcessInfo.processInfo.environment["MPP_TEST_SERVERS"]

    private let folder: URL

    /// Gives the body a running server and removes it afterwards.
    static func with<Result>(_ body: (PrivateServer) async throws -> Result) async throws -> Result {
        let script = try #require(script, "MPP_TEST_SERVERS is not set")
        let folder = FileManager.default.temporaryDirectory.appending(path: "broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let server = PrivateServer(folder: folder)
        do {
            try await server.tell("start")
            let result = try await body(server)
            try await HelperProcess.run([script, "remove", folder.path])
            try FileManager.default.removeItem(at: folder)
            return result
        } catch {
            // The failed test's error is what counts, not that of cleaning up.
            _ = try? await HelperProcess.run([script, "remove", folder.path])
            throw error
        }
    }

    /// Starts, stops, kills or restarts the server.
    func tell(_ verb: String) async throws {
        try await HelperProcess.run([Self.script ?? "", verb, folder.path, "rabbitmq"])
    }

    private func variables() async throws -> [String: String] {
        let lines = try await HelperProcess.run([Self.script ?? "", "env", folder.path])
        return Dictionary(
            lines.compactMap { line in
                line.split(separator: "=", maxSplits: 1).count == 2
                    ? (
                        String(line.split(separator: "=", maxSplits: 1)[0]),
                        String(line.split(separator: "=", maxSplits: 1)[1])
                    ) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Settings for the server.
    func settings() async throws -> BrokerSettings {
        let variables = try await variables()
        let url = try #require(variables["MPP_BROKER_ADMIN_URL"] ?? variables["MPP_BROKER_URL"])
        return try BrokerServer.settings(url: url)
    }

    /// Runs the server's own command line.
    @discardableResult
    func control(_ arguments: String...) async throws -> [String] {
        let program = try #require(try await variables()["MPP_RABBITMQCTL"])
        return try await HelperProcess.run([program, "-q"] + arguments)
    }

    /// Stops all processes of the server in their tracks, or lets them go on.
    func freeze(_ isFrozen: Bool) async throws {
        let leader = try #require(try await variables()["MPP_RABBITMQ_PID"].flatMap { pid_t($0) })
        #expect(kill(-leader, isFrozen ? SIGSTOP : SIGCONT) == 0)
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the suite only where a private server can be had; in CI it must be.
    static var needsPrivateServer: Self {
        .enabled(
            if: PrivateServer.script != nil || BrokerServer.isRequired, "skipped: MPP_TEST_SERVERS is not set")
    }
}
