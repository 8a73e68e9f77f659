import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Subprocess
import SystemPackage

extension ClientBench {
    /// From the start of a service's process to the first 200 of its `/readyz`, with the servers up.
    func start() async throws -> BenchRow {
        let folder = try environment.required("MPP_STATE", for: "the folder of the running local suite")
        let binary = try environment.required("MPP_BIN", for: "the folder of the built services") + "/archiving"
        let settings = try Self.settings(of: folder + "/env/archiving.env")
        var figures: [Double] = []
        for _ in 0..<rounds { figures.append(try await Self.secondsToReady(binary, settings)) }
        let seconds = median(figures)
        return BenchRow(
            name: "service start to ready", ratio: Self.startLimitSeconds / seconds, atLeast: 1, ours: seconds,
            theirs: Self.startLimitSeconds, unit: "seconds")
    }

    /// A service's environment file, on ports of its own.
    private static func settings(of path: String) throws -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.configuration("\(path) cannot be read; start the suite with: docker/local up --detach")
        }
        var values: [String: String] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        values["HTTP_PORT"] = "18983"
        values["OPS_PORT"] = "19983"
        return values
    }

    private static func secondsToReady(_ binary: String, _ settings: [String: String]) async throws -> Double {
        let changes = Dictionary(
            uniqueKeysWithValues: settings.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        let start = ContinuousClock.now
        let configuration = Configuration(executable: .path(FilePath(binary)), environment: .inherit.updating(changes))
        let outcome = try await Subprocess.run(
            configuration, input: .none, output: .discarded, error: .discarded
        ) { execution in
            let ready = try await waitUntilReady("http://127.0.0.1:19983/readyz")
            try execution.send(signal: .terminate)
            return ready
        }
        return Double((outcome.closureResult - start).components.seconds)
            + Double((outcome.closureResult - start).components.attoseconds) / 1e18
    }

    private static func waitUntilReady(_ url: String) async throws -> ContinuousClock.Instant {
        let deadline = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < deadline {
            do {
                let response = try await HTTPClient.shared.execute(
                    HTTPClientRequest(url: url), timeout: .milliseconds(500))
                if response.status == .ok { return ContinuousClock.now }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // Not listening yet.
            }
            // The interval of the probe, counted against the service.
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CommandFailure.fault("the service was not ready after 15 seconds")
    }
}
