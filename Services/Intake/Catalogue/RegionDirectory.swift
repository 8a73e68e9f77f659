package import Contracts
package import Database
import Foundation
package import Logging
import ServiceLifecycle
import Synchronization

/// The regions that are served, kept in memory and read again from time to time.
package final class RegionDirectory: Service {
    /// A region that is served.
    package struct Region: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// Its time zone.
        package let zone: IndonesianZone

        /// Makes a region.
        package init(name: String, zone: IndonesianZone) {
            self.name = name
            self.zone = zone
        }
    }

    private struct State {
        var regions: [RegionCode: Region]?
        var readAt: ContinuousClock.Instant?
    }

    private static let interval = Duration.seconds(30)
    /// The least time between two readings for the sake of a region not seen before.
    private static let missPause = Duration.seconds(1)

    private let pool: DatabasePool
    private let logger: Logger
    private let state: Mutex<State>

    /// Makes a directory that has not been read.
    package init(pool: DatabasePool, logger: Logger) {
        self.pool = pool
        self.logger = logger
        state = Mutex(State())
    }

    /// Reads the regions again and again until shut down.
    package func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.refresh()
                } catch {
                    self.logger.warning("the regions could not be read", error: error)
                }
                // Waits out a fixed interval; cancellation ends the loop.
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// A region; one that is not known is looked up once more, since it may have been imported just now.
    /// - Throws: `DatabaseError` when the regions cannot be read at all.
    package func find(_ code: RegionCode) async throws -> Region? {
        if let region = region(code) { return region }
        let isFresh = state.withLock { state in
            state.regions != nil && state.readAt.map { ContinuousClock.now - $0 < Self.missPause } ?? false
        }
        if !isFresh { try await refresh() }
        return region(code)
    }

    /// A region, as far as it is known here.
    package func region(_ code: RegionCode) -> Region? {
        state.withLock { $0.regions?[code] }
    }

    /// Every region, by code.
    package func all() async throws -> [RegionCode: Region] {
        if let regions = state.withLock({ $0.regions }) { return regions }
        try await refresh()
        return state.withLock { $0.regions ?? [:] }
    }

    /// Reads the regions.
    package func refresh() async throws {
        let rows = try await pool.query("SELECT region, name, time_zone FROM regions", as: RegionRow.self)
        var regions: [RegionCode: Region] = [:]
        for row in rows {
            guard let zone = IndonesianZone(rawValue: row.zone) else { continue }
            regions[try RegionCode(row.code)] = Region(name: row.name, zone: zone)
        }
        state.withLock { state in
            state.regions = regions
            state.readAt = .now
        }
    }
}

/// A row of `regions`.
private struct RegionRow: RowDecodable {
    let code: String
    let name: String
    let zone: String

    init(row: inout Row) throws(DatabaseError) {
        code = try row.next()
        name = try row.next()
        zone = try row.next()
    }
}
