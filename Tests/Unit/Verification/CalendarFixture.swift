import Contracts
import Foundation
import VerificationService

/// The shipped calendars and hours.
enum CalendarFixture {
    static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Services/Verification/Data/calendars")
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    static func file(_ year: Int) throws -> CalendarFile { try CalendarFile(json: bytes("id-\(year).json")) }

    /// Kota Probolinggo's calendar, with every year's newest version or the given ones.
    static func probolinggo(
        afterHours: OfficeHours.AfterHours = .sameDay, leave: OfficeHours.CollectiveLeave = .off,
        versions: [Int: Int] = [:]
    ) throws -> OfficeCalendar {
        let shipped = try OfficeHours(json: bytes("hours-3574.json"))
        let days = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, shipped.windows(on: $0)) })
        let hours = OfficeHours(
            region: shipped.region, source: shipped.source, afterHours: afterHours, collectiveLeave: leave, days: days)
        return OfficeCalendar(
            zone: .western, hours: hours,
            years: try [2024, 2025, 2026].compactMap { year in
                let file = try file(year)
                return file.year(version: versions[year] ?? file.versions.count)
            })
    }
}

/// A moment by the clocks of Probolinggo.
func wib(_ date: String, _ time: String = "09:00") throws -> Timestamp {
    let parts = time.split(separator: ":").compactMap { Int($0) }
    return Timestamp(try CivilDate(parsing: date), secondOfDay: (parts[0] * 60 + parts[1]) * 60, in: .western)
}
