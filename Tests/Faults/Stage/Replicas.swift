import Foundation
import Subprocess
import TestSupport
import Testing

/// Second processes of services, on ports of their own, with the settings of the first.
enum Replicas {
    /// Runs a body while each of the services runs twice; the second ones drain at the end.
    static func with(
        _ services: [String], of suite: LocalSuite, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard let service = services.first else { return try await body() }
        try await one(service, of: suite) {
            try await with(Array(services.dropFirst()), of: suite, body)
        }
    }

    private static func one(
        _ service: String, of suite: LocalSuite, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let ports = try await Command.check(
            "bash",
            ["-c", ". \"$0\"; free_port; free_port", suite.script.replacing("docker/local", with: "docker/lib.sh")]
        ).split(separator: "\n").map(String.init)
        guard ports.count == 2 else { throw Unexpected("no free ports") }
        var settings = try suite.settings(of: service)
        settings["HTTP_PORT"] = ports[0]
        settings["OPS_PORT"] = ports[1]
        let variables = settings.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let configuration = Configuration(
            executable: .name("env"), arguments: ["\(suite.binaries)/\(service)"],
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: variables.map { ($0.0, Optional($0.1)) })))
        let outcome = try await Subprocess.run(
            configuration, input: .none, output: .discarded, error: .discarded
        ) { execution in
            try await eventually(within: .seconds(60), "the second \(service) is ready") {
                try await Command.run(
                    "curl", ["-sf", "--noproxy", "*", "-o", "/dev/null", "http://127.0.0.1:\(ports[1])/readyz"]
                ).status == 0
            }
            do {
                try await body()
            } catch {
                try execution.send(signal: .kill)
                throw error
            }
            try execution.send(signal: .terminate)
        }
        guard outcome.terminationStatus.isSuccess else {
            throw Unexpected("the second \(service) ended with \(outcome.terminationStatus)")
        }
    }
}
