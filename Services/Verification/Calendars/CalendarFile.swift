package import Contracts

/// A calendar file: the days off of one year in all their versions.
///
/// - Shape: `{"calendar":"id","year":2025,"versions":[{"version":1,"announcedOn":"2024-10-14","source":"…",
///   "holidays":[{"date":"2025-01-01","kind":"national","name":"…"}]}]}`; versions from 1 without gaps.
package struct CalendarFile: Codable, Hashable, Sendable {
    /// The days off as they stood after one announcement.
    package struct Version: Codable, Hashable, Sendable {
        /// The version, from 1.
        package let version: Int
        /// When it was announced.
        package let announcedOn: CivilDate
        /// The decree.
        package let source: String
        /// The days off.
        package let holidays: [Holiday]
    }

    /// The calendar's name, such as `id`.
    package let calendar: String
    /// The year.
    package let year: Int
    /// Every version.
    package let versions: [Version]

    /// Reads and checks a file.
    ///
    /// - Throws: `ContractViolation` with every fault.
    package init(json: [UInt8]) throws(ContractViolation) {
        self = try ContractCoding.value(CalendarFile.self, json: json)
        var faults = FaultCollector()
        faults.length(calendar, 1...20, "/calendar")
        faults.require((2000...2100).contains(year), "/year", "range", "must be 2000 to 2100")
        faults.count(versions.count, 1...50, "/versions")
        for (index, version) in versions.enumerated() {
            let pointer = "/versions/\(index)"
            faults.require(version.version == index + 1, pointer + "/version", "gap", "must count from 1 without gaps")
            faults.length(version.source, 1...500, pointer + "/source")
            for (place, holiday) in version.holidays.enumerated() where holiday.date.year != year {
                faults.add("\(pointer)/holidays/\(place)/date", "year", "must lie in the file's year")
            }
            faults.require(
                Set(version.holidays.map(\.date)).count == version.holidays.count, pointer + "/holidays", "unique",
                "must not name a day twice")
        }
        try faults.finish()
    }

    /// One version; nil when there is none of that number.
    package func year(version number: Int) -> CalendarYear? {
        versions.first { $0.version == number }.map {
            CalendarYear(calendar: calendar, year: year, version: $0.version, holidays: $0.holidays)
        }
    }

    /// The newest version.
    package var newest: CalendarYear? { year(version: versions.count) }
}
