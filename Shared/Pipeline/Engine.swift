package import Broker
package import Contracts
package import Database
import Foundation
package import Logging
import Synchronization

/// The unit of work of a service: one transaction whose statements go out as soon as it is committed.
///
/// ```swift
/// try await engine.perform { unit in
///     unit.transaction.send("INSERT INTO …")
///     try unit.say(SubmissionReceived(…), from: .intake, about: id, in: region, sequence: 1)
/// }
/// ```
package final class Engine: Sendable {
    /// The service that speaks.
    package let service: ServiceName
    /// The service's database.
    package let pool: DatabasePool
    /// Takes what the service says to the broker.
    package let publisher: BrokerPublisher
    /// Protects waiting bodies.
    package let protection: BodyProtection
    /// The service's logger.
    package let logger: Logger
    let fastPath: FastPath
    let publishing: Publishing
    let bells = DueBells()
    private let clockOffset = Mutex<Int64?>(nil)

    /// Puts an engine together; nothing connects yet.
    package init(
        service: ServiceName, pool: DatabasePool, publisher: BrokerPublisher, protection: BodyProtection,
        logger: Logger
    ) {
        self.service = service
        self.pool = pool
        self.publisher = publisher
        self.protection = protection
        self.logger = logger
        publishing = Publishing(pool: pool, publisher: publisher, metrics: PipelineMetrics(), logger: logger)
        fastPath = FastPath(publishing: publishing)
    }

    /// Runs a body in one transaction, writes what it said, counted and scheduled, commits, and hands the statements to
    /// the fast path.
    ///
    /// On a serialization failure or a deadlock the whole body runs again: it must have no effect of its own outside
    /// the transaction.
    /// - Throws: `DatabaseError`, or what the body throws; nothing of the unit is kept then. After `.commitUnknown` the
    ///   caller has to look, or to run the same unit again through a guard.
    @discardableResult
    package func perform<Result: Sendable>(
        isolation: IsolationLevel = .readCommitted,
        _ body: (UnitOfWork) async throws -> Result
    ) async throws -> Result {
        var reserved = 0
        defer { if reserved > 0 { fastPath.release(reserved) } }
        #if CRASH_POINTS
            var isHeard = false
        #endif
        let (result, statements, due) = try await pool.transaction(isolation: isolation) { transaction in
            if reserved > 0 {
                fastPath.release(reserved)
                reserved = 0
            }
            let time = try await transaction.scalar("SELECT now()", as: SQLTimestamp.self)
            let unit = UnitOfWork(transaction: transaction, now: noteTime(time))
            let result = try await body(unit)
            let places = unit.statements.reduce(0) { $0 + FastPath.places($1.body) }
            let takesFastPath = places > 0 && fastPath.reserve(places)
            if takesFastPath { reserved = places }
            try unit.flush(fastPath: takesFastPath)
            #if CRASH_POINTS
                isHeard = !unit.statements.isEmpty
            #endif
            return (result, takesFastPath ? unit.statements : [], unit.dueSources)
        }
        #if CRASH_POINTS
            if isHeard { CrashPoint.afterCommit.reach() }
        #endif
        if !due.isEmpty { bells.ring(due) }
        if !statements.isEmpty {
            // They take over all the places: an id that is no UUID has not got through the flush.
            reserved = 0
            fastPath.enqueue(statements.compactMap(OutboxEntry.init))
        }
        return result
    }

    /// The present by PostgreSQL's clock, as far as the last transaction told; nil before the first.
    package var databaseNow: Timestamp? {
        clockOffset.withLock { $0 }.map { Timestamp(microseconds: Timestamp.now().microseconds + $0) }
    }

    private func noteTime(_ time: SQLTimestamp?) -> Timestamp {
        let own = Timestamp.now()
        let now = time?.timestamp ?? own
        clockOffset.withLock { $0 = now.microseconds - own.microseconds }
        return now
    }
}

extension OutboxEntry {
    /// The entry of a committed statement; nil for an id that is not a UUID, which never gets that far.
    init?(_ statement: Statement) {
        guard let id = UUID(uuidString: statement.envelope.id.value) else { return nil }
        self.init(
            id: id,
            message: OutboundMessage(
                exchange: statement.exchange, routingKey: statement.routingKey,
                properties: MessageProperties(statement.envelope.wire), body: statement.body),
            tries: 0)
    }
}
