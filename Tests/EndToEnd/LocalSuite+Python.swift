import Foundation
import Subprocess
import TestSupport
import Testing

extension LocalSuite {
    /// What runs, as `docker/local status --json` tells.
    func status() async throws -> [[String: Any]] {
        let result = try await Command.run(script, ["status", "--json"], environment: variables)
        return try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    /// Runs a body while the Python worker answers the questions to `dukcapil`, then stops it by SIGTERM.
    func withPythonWorker<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        let settings = try String(contentsOfFile: state + "/env/dukcapil.env", encoding: .utf8)
        let url = try #require(
            settings.split(separator: "\n").first { $0.hasPrefix("BROKER_URL=") }.map {
                $0.dropFirst("BROKER_URL=".count)
            })
        let program = String(script.dropLast("docker/local".count)) + "Services/SampleAgency/python/dukcapil.py"
        let configuration = Configuration(
            executable: .name("env"), arguments: ["/usr/bin/python3", program],
            environment: .inherit.updating(["BROKER_URL": String(url)]))
        let outcome = try await Subprocess.run(
            configuration, input: .none, output: .discarded, error: .discarded
        ) { execution in
            let result = try await body()
            try execution.send(signal: .terminate)
            return result
        }
        #expect(outcome.terminationStatus.isSuccess)
        return outcome.closureResult
    }
}
