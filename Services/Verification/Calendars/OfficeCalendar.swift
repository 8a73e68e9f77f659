package import Contracts

/// One region's working time: its zone, and the days off and opening hours of every known year.
package struct OfficeCalendar: Hashable, Sendable {
    /// The region's zone.
    package let zone: IndonesianZone
    private let country: [Int: Year]
    private let regional: [Int: Year]

    /// One calendar with its days in reach.
    private struct Year: Hashable, Sendable {
        let name: String
        let hours: OfficeHours?
        let holidays: [CivilDate: HolidayKind]
        let workdays: Set<CivilDate>

        init(_ calendar: WorkingCalendar) {
            name = calendar.name
            hours = calendar.officeHours
            holidays = Dictionary(calendar.holidays.map { ($0.date, $0.kind) }, uniquingKeysWith: { first, _ in first })
            workdays = Set(calendar.workdays)
        }
    }

    /// Makes a calendar of the country's years and a region's own; of one year the highest version counts.
    package init(zone: IndonesianZone, calendars: [WorkingCalendar], region: RegionCode) {
        self.zone = zone
        func newest(_ calendars: [WorkingCalendar]) -> [Int: Year] {
            Dictionary(calendars.map { ($0.year, $0) }, uniquingKeysWith: { $0.version >= $1.version ? $0 : $1 })
                .mapValues(Year.init)
        }
        country = newest(calendars.filter { $0.region == nil })
        regional = newest(calendars.filter { $0.region == region })
    }

    /// When the region's counter is open on a day; empty on a day off.
    ///
    /// - Parameters:
    ///   - date: the day.
    ///   - jointLeaveIsWork: whether *cuti bersama* is worked.
    /// - Returns: the spans in order.
    /// - Throws: `MissingCalendar` for a day of a year whose days off are not known.
    package func counterSpans(
        on date: CivilDate, jointLeaveIsWork: Bool
    ) throws(MissingCalendar) -> [OfficeHours.Span] {
        guard let year = country[date.year] else { throw MissingCalendar(year: date.year) }
        let own = regional[date.year]
        guard let hours = own?.hours ?? year.hours else { return [] }
        if own?.workdays.contains(date) == true { return hours.worked(on: date) }
        if own?.holidays[date] != nil { return [] }
        if year.workdays.contains(date) { return hours.worked(on: date) }
        switch year.holidays[date] {
        case .national, .regional: return []
        case .jointLeave where !jointLeaveIsWork: return []
        default: return hours.spans(on: date.weekday)
        }
    }

    /// When an agency with hours of its own is open on a day; the country's days off are off.
    package func agencySpans(_ hours: OfficeHours, on date: CivilDate) throws(MissingCalendar) -> [OfficeHours.Span] {
        guard let year = country[date.year] else { throw MissingCalendar(year: date.year) }
        return year.holidays[date] != nil ? [] : hours.spans(on: date.weekday)
    }

    /// The moment itself while an agency is open, else its next opening.
    package func opening(of hours: OfficeHours, atOrAfter moment: Timestamp) throws(MissingCalendar) -> Timestamp {
        var day = moment.date(in: zone)
        var second = moment.secondOfDay(in: zone)
        while true {
            for span in try agencySpans(hours, on: day) where second < span.to * 60 {
                return second >= span.from * 60 ? moment : Timestamp(day, secondOfDay: span.from * 60, in: zone)
            }
            day = day.adding(days: 1)
            second = -1
        }
    }

    /// The moment at which so much opening time has passed; nil when it lies after the end.
    ///
    /// What is left of the opening time stands in it afterwards.
    package func moment(
        using microseconds: inout Int64, from start: Timestamp, to end: Timestamp = .latest,
        _ spans: (CivilDate) throws(MissingCalendar) -> [OfficeHours.Span]
    ) throws(MissingCalendar) -> Timestamp? {
        var day = start.date(in: zone)
        while Timestamp(day, in: zone) < end {
            for span in try spans(day) {
                let opens = max(Timestamp(day, secondOfDay: span.from * 60, in: zone), start)
                let closes = min(Timestamp(day, secondOfDay: span.to * 60, in: zone), end)
                let open = closes.microseconds - opens.microseconds
                if open <= 0 { continue }
                if open >= microseconds { return Timestamp(microseconds: opens.microseconds + microseconds) }
                microseconds -= open
            }
            day = day.adding(days: 1)
        }
        return nil
    }

    /// The last second of a day.
    package func end(of date: CivilDate) -> Timestamp { Timestamp(date, secondOfDay: 86_399, in: zone) }

    /// The names of the versions of all known years from one day to another, as deadlines keep them.
    package func versions(from first: CivilDate, through last: CivilDate) -> String {
        guard first.year <= last.year else { return "" }
        return (first.year...last.year).flatMap { [country[$0]?.name, regional[$0]?.name] }.compactMap(\.self)
            .joined(separator: "+")
    }
}

extension OfficeHours {
    /// The spans of a day that is worked by decree: its own, or Monday's where the week has none.
    fileprivate func worked(on date: CivilDate) -> [Span] {
        let own = spans(on: date.weekday)
        return own.isEmpty ? spans(on: .monday) : own
    }
}
