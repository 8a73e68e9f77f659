/// The time of a log line.
enum LogTime {
    /// RFC 3339 in UTC with microseconds: `2026-08-01T09:30:00.123456Z`.
    static func text(nanoseconds: UInt64) -> String {
        let seconds = Int(nanoseconds / 1_000_000_000)
        let (year, month, day) = civil(fromDays: seconds / 86_400)
        let second = seconds % 86_400
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        func pad(_ value: Int, _ width: Int) {
            var divisor = 1
            for _ in 1..<width { divisor *= 10 }
            while divisor > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
        }
        func mark(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }
        pad(year, 4)
        mark("-")
        pad(month, 2)
        mark("-")
        pad(day, 2)
        mark("T")
        pad(second / 3600, 2)
        mark(":")
        pad(second / 60 % 60, 2)
        mark(":")
        pad(second % 60, 2)
        mark(".")
        pad(Int(nanoseconds / 1000 % 1_000_000), 6)
        mark("Z")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The Gregorian date of a day counted from 1970-01-01.
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}
