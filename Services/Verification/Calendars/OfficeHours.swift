package import Contracts

/// When a region's counter is open (*jam pelayanan*), and how that counts.
///
/// - Shape: `{"region":"3574","source":"…","afterHours":"next-working-day","collectiveLeave":"off",
///   "days":{"monday":[{"from":"08:00","to":"14:00"}]}}`; without `region` it holds for every region without a file.
package struct OfficeHours: Hashable, Sendable {
    /// What a moment after closing counts as.
    package enum AfterHours: String, Codable, Sendable {
        /// The same day is day 0.
        case sameDay = "same-day"
        /// The next working day is day 0.
        case nextWorkingDay = "next-working-day"
    }

    /// What collective leave counts as.
    package enum CollectiveLeave: String, Codable, Sendable {
        /// A day off.
        case off
        /// A working day, by the region's own duty roster.
        case work
    }

    /// The region; nil for the hours of every region without its own.
    package let region: RegionCode?
    /// The decree.
    package let source: String
    /// What a moment after closing counts as.
    package let afterHours: AfterHours
    /// What collective leave counts as.
    package let collectiveLeave: CollectiveLeave
    private let days: [Weekday: [Range<Int>]]

    /// Describes hours; the windows are seconds of the day, in order.
    package init(
        region: RegionCode?, source: String, afterHours: AfterHours, collectiveLeave: CollectiveLeave,
        days: [Weekday: [Range<Int>]]
    ) {
        self.region = region
        self.source = source
        self.afterHours = afterHours
        self.collectiveLeave = collectiveLeave
        self.days = days
    }

    /// The opening windows of a day of the week in seconds of the day; empty when it is closed.
    package func windows(on weekday: Weekday) -> [Range<Int>] { days[weekday] ?? [] }
}

extension OfficeHours {
    private struct Form: Decodable {
        struct Window: Decodable {
            let from: String
            let to: String
        }

        let region: RegionCode?
        let source: String
        let afterHours: AfterHours
        let collectiveLeave: CollectiveLeave
        let days: [String: [Window]]
    }

    /// Reads and checks a file.
    ///
    /// - Throws: `ContractViolation` with every fault.
    package init(json: [UInt8]) throws(ContractViolation) {
        let form = try ContractCoding.value(Form.self, json: json)
        var faults = FaultCollector()
        var days: [Weekday: [Range<Int>]] = [:]
        for (name, windows) in form.days.sorted(by: { $0.key < $1.key }) {
            guard let weekday = Weekday(rawValue: name) else {
                faults.add(JSONPointer.token("days") + JSONPointer.token(name), "value", "must be a day of the week")
                continue
            }
            var end = 0
            for (index, window) in windows.enumerated() {
                guard let from = OfficeHours.seconds(window.from), let to = OfficeHours.seconds(window.to),
                    from >= end, to > from
                else {
                    faults.add("/days/\(name)/\(index)", "window", "must be two times such as 08:00, in order")
                    continue
                }
                end = to
                days[weekday, default: []].append(from..<to)
            }
        }
        faults.require(!days.isEmpty, "/days", "required", "must open on a day at least")
        faults.length(form.source, 1...500, "/source")
        try faults.finish()
        self.init(
            region: form.region, source: form.source, afterHours: form.afterHours,
            collectiveLeave: form.collectiveLeave, days: days)
    }

    private static func seconds(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<60).contains(minute), hour * 60 + minute <= 24 * 60, hour >= 0
        else { return nil }
        return (hour * 60 + minute) * 60
    }
}
