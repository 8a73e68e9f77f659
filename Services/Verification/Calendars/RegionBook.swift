package import Contracts
package import Database
import Foundation
import Pipeline
import Synchronization

/// The regions and their calendars: the files that the service was started with, and before them what was imported.
package final class RegionBook: Sendable {
    /// What is known at one moment.
    package struct Edition: Sendable {
        private let calendars: [WorkingCalendar]
        private let own: [RegionCode: OfficeCalendar]
        /// The regency and city codes that are known.
        package let codes: Set<String>

        /// Collects regions and calendars.
        package init(zones: [RegionCode: IndonesianZone], calendars: [WorkingCalendar]) {
            self.calendars = calendars
            codes = Set(zones.keys.map(\.digits))
            let regions = Set(zones.keys).union(calendars.compactMap(\.region))
            own = Dictionary(
                uniqueKeysWithValues: regions.map { region in
                    let zone = zones[region] ?? Edition.zone(of: region)
                    return (region, OfficeCalendar(zone: zone, calendars: calendars, region: region))
                })
        }

        /// A region's calendar; one that was never imported has the country's.
        package func calendar(of region: RegionCode) -> OfficeCalendar {
            own[region] ?? OfficeCalendar(zone: Edition.zone(of: region), calendars: calendars, region: region)
        }

        /// The zone of a region by its province, until it is imported.
        ///
        /// - Source: Keppres 41/1987: Bali, Nusa Tenggara, the south and east of Kalimantan and Sulawesi are central,
        ///   Maluku and Papua eastern.
        static func zone(of region: RegionCode) -> IndonesianZone {
            switch region.province {
            case "51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76": .central
            case "81", "82", "91", "92", "93", "94", "95", "96": .eastern
            default: .western
            }
        }
    }

    private let files: [WorkingCalendar]
    private let current = Mutex<Edition?>(nil)

    /// Makes a book of the calendars' files.
    package init(files: [WorkingCalendar]) {
        self.files = files
    }

    /// What is known; read on first use.
    package func edition(in runner: some SQLRunner) async throws -> Edition {
        if let edition = current.withLock({ $0 }) { return edition }
        return try await refresh(in: runner)
    }

    /// Reads what was imported.
    @discardableResult
    package func refresh(in runner: some SQLRunner) async throws -> Edition {
        let regions = try await runner.query("SELECT region, time_zone FROM regions", as: RegionRow.self)
        let imported = try await runner.query("SELECT content FROM calendars", as: CalendarRow.self)
        var calendars: [String: WorkingCalendar] = [:]
        for calendar in files { calendars[calendar.name] = calendar }
        for row in imported {
            let calendar = try WorkingCalendar(row.content)
            calendars[calendar.name] = calendar
        }
        let edition = Edition(
            zones: Dictionary(regions.map { ($0.region, $0.zone) }, uniquingKeysWith: { first, _ in first }),
            calendars: Array(calendars.values))
        current.withLock { $0 = edition }
        return edition
    }
}

/// A row of `regions`.
private struct RegionRow: RowDecodable {
    let region: RegionCode
    let zone: IndonesianZone

    init(row: inout Row) throws(DatabaseError) {
        region = try row.region()
        zone = try row.word()
    }
}

/// A row of `calendars`.
private struct CalendarRow: RowDecodable {
    let content: JSONValue

    init(row: inout Row) throws(DatabaseError) {
        content = try row.json()
    }
}
