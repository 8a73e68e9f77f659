import Contracts
import Foundation
import VerificationService

/// The shipped data.
enum Shipped {
    static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Services/Verification/Data")
    }

    static func json(_ path: String) throws -> JSONValue {
        try ContractCoding.value(JSONValue.self, json: Array(try Data(contentsOf: folder.appending(path: path))))
    }

    /// Every shipped calendar, of each year up to a version.
    static func calendars(upTo versions: [Int: Int] = [:]) throws -> [WorkingCalendar] {
        try WorkingCalendar.load(directory: folder.appending(path: "calendars").path())
            .filter { $0.region != nil || $0.version <= versions[$0.year] ?? .max }
    }

    static func probolinggo(upTo versions: [Int: Int] = [:]) throws -> OfficeCalendar {
        OfficeCalendar(zone: .western, calendars: try calendars(upTo: versions), region: try RegionCode("35.74"))
    }

    /// A shipped service with some members replaced.
    static func service(
        _ code: String = "sip-dokter", replacing members: [String: JSONValue] = [:]
    ) throws -> ServiceDefinition {
        var source = try json("catalogue/3574/\(code).json").object ?? [:]
        source.merge(members) { $1 }
        return try ServiceDefinition(.object(source))
    }

    /// A clock rule.
    static func clock(
        _ amount: Int64, _ unit: ClockRule.Unit = .workingDays, afterHours: ClockRule.AfterHours = .sameDay,
        jointLeaveIsWork: Bool = false, policy: BreachPolicy = .escalate
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "amount": .integer(amount), "unit": .string(unit.rawValue), "breachPolicy": .string(policy.rawValue),
            "warnPercents": [50, 80], "afterHours": .string(afterHours.rawValue),
            "jointLeaveIsWork": .bool(jointLeaveIsWork),
        ]
        if policy == .deemApproved { members["breachLegalBasis"] = "UU 30/2014 pasal 53 ayat (4)" }
        return .object(members)
    }
}

/// A moment by the clocks of Probolinggo.
func wib(_ date: String, _ time: String = "09:00") throws -> Timestamp {
    let parts = time.split(separator: ":").compactMap { Int($0) }
    return Timestamp(try CivilDate(parsing: date), secondOfDay: (parts[0] * 60 + parts[1]) * 60, in: .western)
}
