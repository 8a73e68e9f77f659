import Contracts

/// Works out when a service's time is used up (*jangka waktu*), out of running and paused stretches.
///
/// - Working days and calendar days: the day on which the clock starts is day 0; a later day counts when the clock runs
///   at its end, so a pause takes out the days on whose evening it stands still, and nothing is ever counted anew. The
///   deadline is the last second of the last day.
/// - Hours and minutes: opening hours of working days in which the clock runs.
/// - Source: UU 30/2014 art. 53 as amended (the time begins with completeness); domain rules in the module's page.
package struct LegalClock: Hashable, Sendable {
    /// The parts of the time at which somebody is warned.
    package static let warningPercents = [50, 80]

    /// The region's working time.
    package let calendar: OfficeCalendar
    /// How much time there is.
    package let amount: Int
    /// In what it is counted.
    package let unit: ClockUnit

    /// Makes a clock.
    package init(calendar: OfficeCalendar, amount: Int, unit: ClockUnit) {
        self.calendar = calendar
        self.amount = amount
        self.unit = unit
    }

    /// Reads the clock.
    ///
    /// - Parameter segments: the stretches in order, the first one running.
    package func reading(of segments: [ClockSegment]) -> ClockReading {
        var warnings: [ClockReading.Warning] = []
        for percent in LegalClock.warningPercents {
            // A warning whose calendar is missing is told with the deadline.
            guard let moment = try? warning(percent, segments) else { continue }
            warnings.append(ClockReading.Warning(percent: percent, at: moment))
        }
        let outcome: ClockReading.Outcome
        do throws(MissingCalendar) {
            outcome = try deadline(segments).map(ClockReading.Outcome.due) ?? .pending
        } catch {
            outcome = .unknown(missingYear: error.year)
        }
        return ClockReading(outcome: outcome, warnings: warnings, calendarVersion: versions(outcome, segments))
    }

    private func deadline(_ segments: [ClockSegment]) throws(MissingCalendar) -> Timestamp? {
        switch unit {
        case .workingDays, .calendarDays:
            try day(number: amount, segments).map(calendar.end(of:))
        case .hours: try moment(using: amount * 3600, segments)
        case .minutes: try moment(using: amount * 60, segments)
        }
    }

    private func warning(_ percent: Int, _ segments: [ClockSegment]) throws(MissingCalendar) -> Timestamp? {
        switch unit {
        case .workingDays, .calendarDays:
            guard let day = try day(number: amount * percent / 100 + 1, segments) else { return nil }
            let opening = calendar.hours.windows(on: day.weekday).first?.lowerBound ?? 8 * 3600
            return Timestamp(day, secondOfDay: opening, in: calendar.zone)
        case .hours: return try moment(using: amount * 3600 * percent / 100, segments)
        case .minutes: return try moment(using: amount * 60 * percent / 100, segments)
        }
    }

    /// The day that is the n-th to count; nil when the clock stands still before it.
    private func day(number: Int, _ segments: [ClockSegment]) throws(MissingCalendar) -> CivilDate? {
        guard let start = segments.first else { return nil }
        let dayZero = try counted(start.from)
        var left = number
        for segment in segments where segment.isRunning {
            var day = max(try counted(segment.from), dayZero.adding(days: 1))
            let end = segment.to?.date(in: calendar.zone)
            while end.map({ day < $0 }) ?? true {
                let counts = unit == .calendarDays ? true : try calendar.isWorkingDay(day)
                if counts { left -= 1 }
                if left <= 0 { return day }
                day = day.adding(days: 1)
            }
        }
        return nil
    }

    private func counted(_ moment: Timestamp) throws(MissingCalendar) -> CivilDate {
        unit == .calendarDays ? moment.date(in: calendar.zone) : try calendar.countedDay(of: moment)
    }

    /// The moment at which so many opening seconds are used up; nil when the clock stands still before it.
    private func moment(using seconds: Int, _ segments: [ClockSegment]) throws(MissingCalendar) -> Timestamp? {
        var left = Int64(seconds) * 1_000_000
        for segment in segments where segment.isRunning {
            var day = segment.from.date(in: calendar.zone)
            let end = segment.to ?? .latest
            while Timestamp(day, in: calendar.zone) < end {
                for window in try calendar.windows(on: day) {
                    let opens = max(Timestamp(day, secondOfDay: window.lowerBound, in: calendar.zone), segment.from)
                    let closes = min(Timestamp(day, secondOfDay: window.upperBound, in: calendar.zone), end)
                    let open = closes.microseconds - opens.microseconds
                    if open <= 0 { continue }
                    if open >= left { return Timestamp(microseconds: opens.microseconds + left) }
                    left -= open
                }
                day = day.adding(days: 1)
            }
        }
        return nil
    }

    private func versions(_ outcome: ClockReading.Outcome, _ segments: [ClockSegment]) -> String {
        guard unit != .calendarDays, let start = segments.first?.from.date(in: calendar.zone) else { return "" }
        switch outcome {
        case .due(let moment): return calendar.versions(from: start, through: moment.date(in: calendar.zone))
        case .pending, .unknown:
            let last = segments.last.flatMap { $0.to ?? $0.from }?.date(in: calendar.zone) ?? start
            return calendar.versions(from: start, through: max(start, last))
        }
    }
}
