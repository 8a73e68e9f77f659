import Database
import TestSupport

/// Looks at, and ends, the server processes that serve one pool.
struct Backends {
    /// The name the pool's connections go by.
    let application: String
    /// A pool of its own to look from.
    let observer: DatabasePool

    /// How many of them are in this state with a wait of this kind, and run a statement with this text in it.
    func count(state: String = "active", running text: String) async throws -> Int {
        try await observer.scalar(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = \(application) AND state = \(state) AND query LIKE \("%" + text + "%")
            """) ?? 0
    }

    /// Waits until one of them runs a statement with this text in it.
    func waitUntilRunning(_ text: String) async throws {
        try await eventually("a backend runs \(text)") { try await count(running: text) > 0 }
    }

    /// Runs the body while a lock is held, for which the pool's statements wait that take and give back the same lock.
    func withLock<R: Sendable>(
        _ body: (_ waiting: SQL, _ release: () async throws -> Void) async throws -> R
    ) async throws -> R {
        let key = Int.random(in: 1...Int.max)
        return try await observer.session { session in
            try await session.execute("SELECT pg_advisory_lock(\(key))")
            return try await body("SELECT pg_advisory_xact_lock(\(key)), 'waits for the lock'") {
                try await session.execute("SELECT pg_advisory_unlock(\(key))")
            }
        }
    }

    /// Ends all of them, and tells how many there were.
    @discardableResult
    func terminate() async throws -> Int {
        try await observer.scalar(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = \(application)
            """) ?? 0
    }
}

extension TestDatabase {
    /// Runs the body with a pool whose server processes can be told from all others.
    func withObservedPool<R>(
        _ change: (inout DatabaseSettings) -> Void = { _ in }, _ body: (DatabasePool, Backends) async throws -> R
    ) async throws -> R {
        let application = TestNames.unique("app_")
        return try await withPool { settings in
            settings.applicationName = application
            change(&settings)
        } _: { observed in
            try await body(observed, Backends(application: application, observer: pool))
        }
    }
}
