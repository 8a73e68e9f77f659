import Broker
import Database
import Foundation
import Pipeline
import TestSupport
import Testing

extension Stage {
    /// The messages whose effect is there, in the order of the effects; a double effect stands in it twice.
    func effects() async throws -> [String] {
        try await database.column("SELECT message_id FROM effects ORDER BY id", as: String.self)
    }

    /// Waits until there are as many effects as messages, and proves that each message has exactly one.
    func expectEffects(
        of messages: [Message], within deadline: Duration = .seconds(30),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually(within: deadline, "\(messages.count) effects are there") {
            try await self.effects().count >= messages.count
        }
        #expect(try await effects().sorted() == messages.map(\.id).sorted(), sourceLocation: sourceLocation)
    }

    /// Waits until the queue has neither messages nor unsettled deliveries, as the broker counts them once the consumers are
    /// gone; only for stages without running consumers.
    func expectEmptyQueue(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(
            try await TopologyClient.count(queue: queue, settings: broker).messages == 0, sourceLocation: sourceLocation
        )
    }

    /// The rows of a table.
    func count(_ table: String) async throws -> Int {
        Int(try await database.scalar("SELECT count(*) FROM \(identifier: table)", as: Int64.self) ?? -1)
    }

    /// The ids in `deferred`, in the order of their arrival, with their reasons.
    func deferred() async throws -> [String: String] {
        try await pairs("SELECT message_id, reason FROM deferred ORDER BY arrival")
    }

    /// The ids in `parked`, with their reasons.
    func parked() async throws -> [String: String] {
        try await pairs("SELECT message_id, reason FROM parked ORDER BY arrival")
    }

    /// Waits until a message is parked.
    func isParked(_ id: String, _ reason: String) async throws {
        try await eventually("the message is parked") { try await self.parked()[id] == reason }
    }

    /// The ids in the outbox.
    func outbox() async throws -> Set<String> {
        Set(try await database.column("SELECT message_id::text FROM outbox", as: String.self))
    }

    /// Waits until nothing is left to be said.
    func outboxIsEmpty(within deadline: Duration = .seconds(20)) async throws {
        try await eventually(within: deadline, "the outbox is empty") { try await self.outbox().isEmpty }
    }

    /// Makes all rows of the outbox due, as half a minute would.
    func makeOutboxDue() async throws { try await database.execute("UPDATE outbox SET available_at = now()") }

    /// Makes all deferred messages due, as a minute would.
    func makeDeferredDue() async throws { try await database.execute("UPDATE deferred SET due_at = now()") }

    /// What a counter has counted, over all shards.
    func counted(_ name: String) async throws -> Int {
        let full = "\(queue).\(name)"
        return Int(
            try await database.scalar("SELECT total FROM audit_counters WHERE name = \(full)", as: Int64.self) ?? 0)
    }

    /// Proves that the books close: received = done + deferred + parked.
    func expectBooksToClose(received: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let waiting = try await count("deferred") + count("parked")
        let done = try await counted("done")
        #expect(try await counted("received") == received, "received", sourceLocation: sourceLocation)
        #expect(done + waiting == received, "done \(done) + waiting \(waiting)", sourceLocation: sourceLocation)
        let discarded = try await counted("discarded")
        #expect(done - discarded == Set(try await effects()).count, "effects", sourceLocation: sourceLocation)
    }

    /// Runs the body while every commit with an effect waits, then lets them go on.
    func holdingCommits<R: Sendable>(_ body: @Sendable () async throws -> R) async throws -> R {
        try await database.session { session in
            try await session.execute("SELECT pg_advisory_lock(\(commitLock))")
            let result = try await body()
            try await session.execute("SELECT pg_advisory_unlock(\(commitLock))")
            return result
        }
    }

    /// Waits until a connection of the service hangs in its commit, and gives its backend.
    func committingBackend() async throws -> Int32 {
        let found = Found()
        try await eventually("a commit is held up") {
            let backends = try await self.database.column(
                """
                SELECT a.pid FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid \
                WHERE a.usename = \(self.name) AND l.locktype = 'advisory' AND NOT l.granted AND a.query = 'COMMIT'
                """, as: Int32.self)
            await found.set(backends.first)
            return !backends.isEmpty
        }
        return try #require(await found.backend)
    }

    /// Ends a backend.
    func terminate(_ backend: Int32) async throws {
        try await database.execute("SELECT pg_terminate_backend(\(backend))")
    }

    private func pairs(_ sql: SQL) async throws -> [String: String] {
        let rows = try await database.query(sql, as: Pair.self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.value) })
    }
}

/// What a condition has found.
private actor Found {
    var backend: Int32?

    func set(_ backend: Int32?) { self.backend = backend }
}

/// Two columns of text.
private struct Pair: RowDecodable {
    let key: String
    let value: String

    init(row: inout Row) throws(DatabaseError) {
        key = try row.next()
        value = try row.next()
    }
}
