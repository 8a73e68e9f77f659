package import Contracts
package import Database
import Foundation
package import Logging
import ServiceLifecycle
import ServiceRuntime
import Synchronization
import Telemetry

/// Tells open pages that something has happened to their applications.
///
/// One query looks after all of them, every two seconds and only while a page is open; timelines only grow, so their
/// lengths tell. A page that is not told has a button that does the same.
package final class TimelineWatch: Service {
    /// What a page is told.
    package enum Signal: Sendable, Equatable {
        /// Something has happened.
        case changed
        /// Nothing has; the connection is still of use.
        case quiet
    }

    private struct Watcher {
        let number: String
        var length: Int
        let until: ContinuousClock.Instant
        let continuation: AsyncStream<Signal>.Continuation
    }

    private struct State {
        var watchers: [UUID: Watcher] = [:]
        var isStopped = false
    }

    private static let interval = Duration.seconds(2)
    /// Turns after which a page is told that nothing has happened.
    private static let quietTurns = 8
    private static let lifetime = Duration.seconds(900)

    private let pool: DatabasePool
    private let limit: Int
    private let logger: Logger
    private let state = Mutex(State())

    /// Makes a watch.
    ///
    /// At most `limit` pages are told at a time; further ones are not.
    package init(pool: DatabasePool, limit: Int = 500, logger: Logger) {
        self.pool = pool
        self.limit = limit
        self.logger = logger
    }

    /// The signals for a page; they end after a quarter of an hour, with the service, or with the page.
    /// - Parameters:
    ///   - number: the application.
    ///   - length: how many events the page shows.
    /// - Returns: nil when too many pages are open.
    package func signals(_ number: SubmissionNumber, length: Int) -> AsyncStream<Signal>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(1))
        let id = UUID()
        let isTaken = state.withLock { state in
            guard !state.isStopped, state.watchers.count < limit else { return false }
            state.watchers[id] = Watcher(
                number: number.value, length: length, until: .now + Self.lifetime, continuation: continuation)
            return true
        }
        guard isTaken else { return nil }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: id) }
        }
        return stream
    }

    /// How many pages are told at present.
    package var count: Int { state.withLock { $0.watchers.count } }

    /// Looks again and again until shut down; then the pages' connections end, so that the server can.
    package func run() async {
        await cancelWhenGracefulShutdown {
            var turn = 0
            while !Task.isCancelled {
                turn += 1
                do {
                    try await self.look(isQuietTold: turn % Self.quietTurns == 0)
                } catch {
                    self.logger.warning("timelines could not be looked at", error: error)
                }
                // Waits out a fixed interval; cancellation ends the loop.
                try? await Task.sleep(for: Self.interval)
            }
        }
        let open = state.withLock { state in
            state.isStopped = true
            return state.watchers.values.map(\.continuation)
        }
        for continuation in open { continuation.finish() }
    }

    /// Looks once.
    package func look(isQuietTold: Bool) async throws {
        let numbers = Set(state.withLock { $0.watchers.values.map(\.number) })
        guard !numbers.isEmpty else { return }
        let rows = try await pool.query(
            """
            SELECT s.number, count(*) FROM submissions s \
            JOIN timeline t ON t.region = s.region AND t.submission_id = s.submission_id \
            WHERE s.number = ANY(\(numbers.sorted())) GROUP BY s.number
            """, as: LengthRow.self)
        let lengths = Dictionary(rows.map { ($0.number, Int($0.length)) }, uniquingKeysWith: max)
        let now = ContinuousClock.now
        // Told outside of the lock, since a continuation that ends takes it.
        let told = state.withLock { state in
            state.watchers.compactMap { id, watcher -> (AsyncStream<Signal>.Continuation, Signal?)? in
                if watcher.until < now { return (watcher.continuation, nil) }
                if let length = lengths[watcher.number], length > watcher.length {
                    state.watchers[id]?.length = length
                    return (watcher.continuation, .changed)
                }
                return isQuietTold ? (watcher.continuation, .quiet) : nil
            }
        }
        for (continuation, signal) in told {
            if let signal { continuation.yield(signal) } else { continuation.finish() }
        }
    }
}

/// How many events an application has.
private struct LengthRow: RowDecodable {
    let number: String
    let length: Int64

    init(row: inout Row) throws(DatabaseError) {
        number = try row.next()
        length = try row.next()
    }
}
