import AsyncHTTPClient
import Broker
import Database
import Foundation
import Logging

/// The measurements of `mpp bench`.
struct ClientBench: Sendable {
    private static let messages = 50_000
    private static let singleRows = 60_000
    private static let rowCount = 200_000
    private static let soakMessages = 1_000_000
    private static let soakLimitMegabytes = 10.0
    static let startLimitSeconds = 0.5

    let environment: OperatorEnvironment
    let rounds: Int
    private let loops: String
    private let broker: URLComponents
    private let brokerURL: String
    private let database: DatabaseSettings
    private let databaseParts: URLComponents

    init(environment: OperatorEnvironment, rounds: Int) throws {
        self.environment = environment
        self.rounds = rounds
        loops = try environment.required("MPP_BENCH_LOOPS", for: "the folder of the compiled C loops")
        brokerURL = try environment.brokerURL()
        let databaseURL = try environment.databaseURL()
        guard let broker = URLComponents(string: brokerURL), let parts = URLComponents(string: databaseURL) else {
            throw CommandFailure.configuration("an administrator URL is not a URL")
        }
        self.broker = broker
        databaseParts = parts
        var settings = try DatabaseSettings(url: databaseURL)
        settings.poolSize = 16
        database = settings
    }

    /// The rows in the order of the table.
    var rows: [(name: String, measure: @Sendable () async throws -> BenchRow)] {
        [
            ("publish 1 KB confirmed, window 500", { try await publish() }),
            ("consume and ack, prefetch 300", { try await consume() }),
            ("one-row insert, 16 tasks", { try await insertConcurrent() }),
            ("rows in batches of 200", { try await insertBatches() }),
            ("memory over 1 million messages", { try await soak() }),
            ("service start to ready", { try await start() }),
        ]
    }

    /// Alternates ours and theirs and compares the medians.
    private func compare(
        _ name: String, atLeast: Double, unit: String, ours: () async throws -> Double,
        theirs: () async throws -> Double
    ) async throws -> BenchRow {
        var own: [Double] = []
        var other: [Double] = []
        for _ in 0..<rounds {
            own.append(try await ours())
            other.append(try await theirs())
        }
        return BenchRow(
            name: name, ratio: median(own) / median(other), atLeast: atLeast, ours: median(own), theirs: median(other),
            unit: unit)
    }

    private func brokerSettings() throws -> BrokerSettings {
        try BrokerSettings(url: brokerURL, connectionName: "mpp/bench")
    }

    private func loop(_ program: String, _ arguments: [String]) async throws -> Double {
        let address = [
            broker.host ?? "127.0.0.1", String(broker.port ?? 5672), environment.virtualHost, broker.user ?? "",
            broker.password ?? "",
        ]
        let text = try await Tool.run(loops + "/" + program, address + arguments)
        guard let rate = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommandFailure.fault("\(program) printed no rate: \(text)")
        }
        return rate
    }

    private func withQueue<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let queue = "bench.\(UUID().uuidString.lowercased())"
        let settings = try brokerSettings()
        try await TopologyClient.declare(Topology(queues: [.init(name: queue)]), settings: settings)
        do {
            let result = try await body(queue)
            try await TopologyClient.delete(queues: [queue], settings: settings)
            return result
        } catch {
            // The measurement's own error tells more than a queue left behind.
            try? await TopologyClient.delete(queues: [queue], settings: settings)
            throw error
        }
    }

    private func publish() async throws -> BenchRow {
        let settings = try brokerSettings()
        return try await compare("publish 1 KB confirmed, window 500", atLeast: 0.85, unit: "messages/s") {
            try await withQueue {
                try await BrokerBench.publish(
                    settings: settings, queue: $0, count: Self.messages, size: 1024, window: 500)
            }
        } theirs: {
            try await withQueue { try await loop("publish", [$0, String(Self.messages), "1024", "500"]) }
        }
    }

    private func consume() async throws -> BenchRow {
        let settings = try brokerSettings()
        return try await compare("consume and ack, prefetch 300", atLeast: 0.75, unit: "messages/s") {
            try await withQueue {
                _ = try await loop("publish", [$0, String(Self.messages), "1024", "500"])
                return try await BrokerBench.consume(
                    settings: settings, queue: $0, count: Self.messages, prefetch: 300)
            }
        } theirs: {
            try await withQueue {
                _ = try await loop("publish", [$0, String(Self.messages), "1024", "500"])
                return try await loop("consume", [$0, String(Self.messages), "300"])
            }
        }
    }

    private func insertConcurrent() async throws -> BenchRow {
        let script = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-bench-\(UUID().uuidString).sql")
        try DatabaseBench.pgbenchScript.write(to: script, atomically: true, encoding: .utf8)
        defer {
            // A temporary file left behind harms nobody.
            try? FileManager.default.removeItem(at: script)
        }
        return try await compare("one-row insert, 16 tasks", atLeast: 0.9, unit: "rows/s") {
            try await DatabaseBench.insertConcurrent(settings: database, tasks: 16, count: Self.singleRows)
        } theirs: {
            try await pgbench(script: script.path)
        }
    }

    private func pgbench(script: String) async throws -> Double {
        let text = try await Tool.run(
            environment.optional("MPP_PGBENCH", "/usr/lib/postgresql/15/bin/pgbench"),
            DatabaseBench.pgbenchArguments(count: Self.singleRows) + [
                "-f", script, "-h", databaseParts.host ?? "127.0.0.1", "-p", String(databaseParts.port ?? 5432), "-U",
                databaseParts.user ?? "postgres", environment.databaseName,
            ], environment: ["PGPASSWORD": databaseParts.password ?? ""])
        for line in text.split(separator: "\n") where line.hasPrefix("tps = ") {
            if let rate = Double(line.dropFirst(6).prefix { $0 != " " }) { return rate }
        }
        throw CommandFailure.fault("pgbench printed no rate")
    }

    private func insertBatches() async throws -> BenchRow {
        let information =
            "host=\(databaseParts.host ?? "127.0.0.1") port=\(databaseParts.port ?? 5432) "
            + "user=\(databaseParts.user ?? "postgres") password='\(databaseParts.password ?? "")' "
            + "dbname=\(environment.databaseName)"
        return try await compare("rows in batches of 200", atLeast: 0.95, unit: "rows/s") {
            try await DatabaseBench.insertBatches(settings: database, count: Self.rowCount, size: 200)
        } theirs: {
            let text = try await Tool.run(loops + "/insert", [information, String(Self.rowCount), "200"])
            guard let rate = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw CommandFailure.fault("insert printed no rate")
            }
            return rate
        }
    }

    private func soak() async throws -> BenchRow {
        let settings = try brokerSettings()
        let grown = try await withQueue {
            try await BrokerBench.soak(
                settings: settings, queue: $0, count: Self.soakMessages, size: 1024, window: 500, prefetch: 300)
        }
        let megabytes = max(0.1, Double(grown) / 1_048_576)
        return BenchRow(
            name: "memory over 1 million messages", ratio: Self.soakLimitMegabytes / megabytes, atLeast: 1,
            ours: megabytes, theirs: Self.soakLimitMegabytes, unit: "MB grown")
    }
}
