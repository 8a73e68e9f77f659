/// A calendar day as `date` keeps it, without time and zone.
package struct SQLDate: Hashable, Comparable, Sendable {
    /// Days since 2000-01-01, negative before.
    ///
    /// - Units: days; the smallest and greatest numbers stand for PostgreSQL's `-infinity` and `infinity`.
    package let daysSince2000: Int32

    /// Names a day by its number.
    package init(daysSince2000: Int32) { self.daysSince2000 = daysSince2000 }

    /// Names a day of the Gregorian calendar, or nothing if there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.days(inMonth: month, of: year) else { return nil }
        daysSince2000 = Int32(truncatingIfNeeded: Self.dayNumber(year: year, month: month, day: day) - Self.epochDay)
    }

    /// Reads `2026-03-17`, and nothing else.
    package init?(iso8601 text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2 else {
            return nil
        }
        guard text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        guard let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Later than every day.
    package static let infinity = SQLDate(daysSince2000: .max)

    /// Earlier than every day.
    package static let negativeInfinity = SQLDate(daysSince2000: .min)

    /// Year, month and day in the Gregorian calendar.
    package var components: (year: Int, month: Int, day: Int) {
        // Counted from 0000-03-01, so that the leap day is the last day of a year.
        let days = Int(daysSince2000) + Self.epochDay
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// Orders by time.
    package static func < (left: SQLDate, right: SQLDate) -> Bool { left.daysSince2000 < right.daysSince2000 }

    /// 2000-01-01 counted from 0000-03-01.
    private static let epochDay = 730_425

    /// The number of a day counted from 0000-03-01.
    private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    }

    /// The length of a month.
    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension SQLDate: CustomStringConvertible {
    /// The day as `2026-03-17`.
    package var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let (year, month, day) = components
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension SQLDate: SQLScalar {
    /// `date`.
    package static var sqlType: SQLType { .date }

    /// Writes days since 2000-01-01.
    package func encode(into writer: inout SQLWriter) { writer.write(daysSince2000) }

    /// Reads days since 2000-01-01.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> SQLDate {
        try cell.expect(.date)
        return SQLDate(daysSince2000: try cell.integer(Int32.self))
    }
}
