package import Contracts

/// Works out when a service's time is used up (*jangka waktu*), out of running and paused stretches.
///
/// - Working days and calendar days: the day on which the clock starts is day 0; a later day counts when the clock runs
///   at its end, so a pause takes out the days on whose evening it stands still, and nothing is ever counted anew. The
///   deadline is the last second of the last day.
/// - Hours and minutes: opening hours of working days in which the clock runs.
/// - Source: UU 30/2014 art. 53 as amended: the time begins with completeness.
package struct LegalClock: Sendable {
    /// The region's working time.
    package let calendar: OfficeCalendar
    /// How much time there is, and how it is counted.
    package let rule: ClockRule

    /// Makes a clock.
    package init(calendar: OfficeCalendar, rule: ClockRule) {
        self.calendar = calendar
        self.rule = rule
    }

    /// Reads the clock off its stretches, which stand in order, the first one running.
    package func reading(of segments: [ClockSegment]) -> ClockReading {
        var warnings: [ClockReading.Warning] = []
        for percent in rule.warnPercents {
            // A warning whose calendar is missing is not planned; the missing calendar is told with the deadline.
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

    private func spans(_ date: CivilDate) throws(MissingCalendar) -> [OfficeHours.Span] {
        try calendar.counterSpans(on: date, jointLeaveIsWork: rule.isJointLeaveWork)
    }

    private func deadline(_ segments: [ClockSegment]) throws(MissingCalendar) -> Timestamp? {
        switch rule.unit {
        case .workingDays, .calendarDays: try day(number: rule.amount, segments).map(calendar.end(of:))
        case .hours: try moment(using: rule.amount * 3600, segments)
        case .minutes: try moment(using: rule.amount * 60, segments)
        }
    }

    private func warning(_ percent: Int, _ segments: [ClockSegment]) throws(MissingCalendar) -> Timestamp? {
        switch rule.unit {
        case .workingDays, .calendarDays:
            guard let day = try day(number: rule.amount * percent / 100 + 1, segments) else { return nil }
            let opening = rule.unit == .workingDays ? try spans(day).first?.from : nil
            return Timestamp(day, secondOfDay: (opening ?? 8 * 60) * 60, in: calendar.zone)
        case .hours: return try moment(using: rule.amount * 36 * percent, segments)
        case .minutes: return try moment(using: rule.amount * 60 * percent / 100, segments)
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
                let counts = rule.unit == .calendarDays ? true : try !spans(day).isEmpty
                if counts { left -= 1 }
                if left <= 0 { return day }
                day = day.adding(days: 1)
            }
        }
        return nil
    }

    /// The day that a moment counts as: the next working day when it lies after closing or on a day off and the rule
    /// says so.
    private func counted(_ moment: Timestamp) throws(MissingCalendar) -> CivilDate {
        var day = moment.date(in: calendar.zone)
        guard rule.unit != .calendarDays, rule.afterHours == .nextWorkingDay else { return day }
        if let closing = try spans(day).last?.to, moment.secondOfDay(in: calendar.zone) < closing * 60 { return day }
        repeat { day = day.adding(days: 1) } while try spans(day).isEmpty
        return day
    }

    /// The moment at which so many opening seconds are used up; nil when the clock stands still before it.
    private func moment(using seconds: Int, _ segments: [ClockSegment]) throws(MissingCalendar) -> Timestamp? {
        var left = Int64(seconds) * 1_000_000
        for segment in segments where segment.isRunning {
            let moment = try calendar.moment(
                using: &left, from: segment.from, to: segment.to ?? .latest, spans)
            if let moment { return moment }
        }
        return nil
    }

    private func versions(_ outcome: ClockReading.Outcome, _ segments: [ClockSegment]) -> String {
        guard rule.unit != .calendarDays, let start = segments.first?.from.date(in: calendar.zone) else { return "" }
        switch outcome {
        case .due(let moment): return calendar.versions(from: start, through: moment.date(in: calendar.zone))
        case .pending, .unknown:
            let last = segments.last.flatMap { $0.to ?? $0.from }?.date(in: calendar.zone) ?? start
            return calendar.versions(from: start, through: max(start, last))
        }
    }
}
