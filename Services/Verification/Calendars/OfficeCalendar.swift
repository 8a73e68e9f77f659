package import Contracts

/// One region's working time: zone, opening hours and the days off of every known year.
package struct OfficeCalendar: Hashable, Sendable {
    /// The region's zone.
    package let zone: IndonesianZone
    /// The opening hours.
    package let hours: OfficeHours
    private let years: [Int: CalendarYear]

    /// Makes a calendar; of two versions of one year the higher counts.
    package init(zone: IndonesianZone, hours: OfficeHours, years: [CalendarYear]) {
        self.zone = zone
        self.hours = hours
        self.years = Dictionary(years.map { ($0.year, $0) }, uniquingKeysWith: { $0.version >= $1.version ? $0 : $1 })
    }

    /// Whether a day is a working day (*hari kerja*).
    ///
    /// - Throws: `MissingCalendar` for a day of a year whose days off are not known.
    package func isWorkingDay(_ date: CivilDate) throws(MissingCalendar) -> Bool {
        guard let year = years[date.year] else { throw MissingCalendar(year: date.year) }
        if hours.windows(on: date.weekday).isEmpty { return false }
        return switch year[date] {
        case nil: true
        case .national: false
        case .collectiveLeave: hours.collectiveLeave == .work
        }
    }

    /// The opening windows of a day in seconds of the day; empty on a day off.
    package func windows(on date: CivilDate) throws(MissingCalendar) -> [Range<Int>] {
        try isWorkingDay(date) ? hours.windows(on: date.weekday) : []
    }

    /// The first working day after a date.
    package func workingDay(after date: CivilDate) throws(MissingCalendar) -> CivilDate {
        var day = date.adding(days: 1)
        while try !isWorkingDay(day) { day = day.adding(days: 1) }
        return day
    }

    /// The day that a moment counts as: the next working day when it lies after closing or on a day off and the hours
    /// say so.
    package func countedDay(of moment: Timestamp) throws(MissingCalendar) -> CivilDate {
        let day = moment.date(in: zone)
        guard hours.afterHours == .nextWorkingDay else { return day }
        guard let closing = try windows(on: day).last?.upperBound, moment.secondOfDay(in: zone) < closing else {
            return try workingDay(after: day)
        }
        return day
    }

    /// The moment itself while the counter is open, else the next opening.
    package func opening(atOrAfter moment: Timestamp) throws(MissingCalendar) -> Timestamp {
        var day = moment.date(in: zone)
        var second = moment.secondOfDay(in: zone)
        while true {
            for window in try windows(on: day) where second < window.upperBound {
                return second >= window.lowerBound ? moment : Timestamp(day, secondOfDay: window.lowerBound, in: zone)
            }
            day = day.adding(days: 1)
            second = -1
        }
    }

    /// The last second of a day.
    package func end(of date: CivilDate) -> Timestamp { Timestamp(date, secondOfDay: 86_399, in: zone) }

    /// The names of the versions of all known years from one day to another, as deadlines keep them.
    package func versions(from first: CivilDate, through last: CivilDate) -> String {
        guard first.year <= last.year else { return "" }
        return (first.year...last.year).compactMap { years[$0]?.name }.joined(separator: "+")
    }
}
