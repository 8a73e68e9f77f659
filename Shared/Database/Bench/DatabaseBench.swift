import Logging
import Synchronization

/// The two measurements of this module that `mpp bench` compares with C.
package enum DatabaseBench {
    /// The statements that make the table for ``insertConcurrent(settings:tasks:count:)``.
    package static let concurrentSetUp = """
        DROP TABLE IF EXISTS bench_rows;
        CREATE TABLE bench_rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number bigint NOT NULL,
                                 at timestamptz NOT NULL DEFAULT now(), body text NOT NULL)
        """

    /// The script for `pgbench` that does the same with one connection per client.
    package static let pgbenchScript = """
        \\set number random(1, 1000000)
        INSERT INTO bench_rows (number, body) VALUES (:number, :body)

        """

    /// The arguments for `pgbench` besides script and connection; prepared, and the text bound as here.
    package static func pgbenchArguments(tasks: Int = 16, count: Int) -> [String] {
        ["-n", "-M", "prepared", "-c", "\(tasks)", "-t", "\(count / tasks)", "-D", "body=\(body)"]
    }

    /// The text of a row.
    private static let body = String(repeating: "pelayanan_", count: 20)

    /// Inserts rows one by one, each its own commit, from concurrent tasks.
    ///
    /// - Returns: rows per second.
    /// - Throws: ``DatabaseError``.
    package static func insertConcurrent(
        settings: DatabaseSettings, tasks: Int = 16, count: Int
    ) async throws -> Double {
        // A connection commits one statement after another, so as many connections as tasks commit together.
        var settings = settings
        settings.poolSize = tasks
        return try await measure(settings: settings, setUp: concurrentSetUp) { pool in
            let left = Counter(count)
            // Every connection the load asks for is opened before the clock runs.
            try await insert(Counter(min(count, tasks * 200)), tasks: tasks, pool: pool)
            let clock = ContinuousClock()
            let time = try await clock.measure { try await insert(left, tasks: tasks, pool: pool) }
            return Double(count) / (time / .seconds(1))
        }
    }

    /// Inserts rows in batches by `unnest`, each batch one commit, one batch after another.
    ///
    /// - Returns: rows per second.
    /// - Throws: ``DatabaseError``.
    package static func insertBatches(
        settings: DatabaseSettings, count: Int, size: Int = 200
    ) async throws -> Double {
        let setUp = """
            DROP TABLE IF EXISTS loop_rows;
            CREATE TABLE loop_rows (id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), body bytea NOT NULL)
            """
        return try await measure(settings: settings, setUp: setUp) { pool in
            let body = [UInt8](repeating: 0x77, count: 300)
            let clock = ContinuousClock()
            let time = try await clock.measure {
                for first in stride(from: 0, to: count, by: size) {
                    let ids = (first..<(first + size)).map { Int64($0) }
                    let bodies = [[UInt8]](repeating: body, count: size)
                    try await pool.execute(
                        "INSERT INTO loop_rows (id, body) SELECT * FROM unnest(\(ids), \(bodies))")
                }
            }
            return Double(count) / (time / .seconds(1))
        }
    }

    private static func insert(_ left: Counter, tasks: Int, pool: DatabasePool) async throws {
        let text = body
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask(executorPreference: pool.taskExecutor) {
                    while let number = left.take() {
                        try await pool.execute("INSERT INTO bench_rows (number, body) VALUES (\(number), \(text))")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func measure(
        settings: DatabaseSettings, setUp: String, _ body: (DatabasePool) async throws -> Double
    ) async throws -> Double {
        let pool = DatabasePool(settings: settings, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        do {
            try await pool.session { try await $0.script(setUp) }
            let rate = try await body(pool)
            await pool.close()
            return rate
        } catch {
            await pool.close()
            throw error
        }
    }

    /// Numbers to be taken by several tasks until none is left.
    private final class Counter: Sendable {
        private let left: Atomic<Int>

        /// Counts down from a number.
        init(_ count: Int) { left = Atomic(count) }

        /// The next number, or `nil` if none is left.
        func take() -> Int? {
            let value = left.subtract(1, ordering: .relaxed).newValue
            return value >= 0 ? value : nil
        }
    }
}
