extension Timestamp {
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// RFC 3339 in UTC, with as many digits of fraction as are needed.
    public var rfc3339: String {
        var days = microseconds / Timestamp.microsecondsPerDay
        var rest = microseconds % Timestamp.microsecondsPerDay
        if rest < 0 {
            days -= 1
            rest += Timestamp.microsecondsPerDay
        }
        let date = CivilDate(daysSince1970: Int(days))
        let (second, fraction) = (Int(rest / 1_000_000), Int(rest % 1_000_000))
        var text: [UInt8] = []
        text.reserveCapacity(27)
        func put(_ value: Int, width: Int) {
            var divisor = 1
            for _ in 1..<width { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
        }
        put(date.year, width: 4)
        text.append(UInt8(ascii: "-"))
        put(date.month, width: 2)
        text.append(UInt8(ascii: "-"))
        put(date.day, width: 2)
        text.append(UInt8(ascii: "T"))
        put(second / 3600, width: 2)
        text.append(UInt8(ascii: ":"))
        put(second / 60 % 60, width: 2)
        text.append(UInt8(ascii: ":"))
        put(second % 60, width: 2)
        if fraction != 0 {
            text.append(UInt8(ascii: "."))
            put(fraction, width: 6)
            while text.last == UInt8(ascii: "0") { text.removeLast() }
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads RFC 3339 with any offset; digits of fraction beyond the sixth are dropped, a leap second becomes the next.
    public init?(rfc3339 text: String) {
        var reader = Reader(bytes: text.utf8.makeIterator())
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day),
            let separator = reader.next(), separator == UInt8(ascii: "T") || separator == UInt8(ascii: "t"),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
            let second = reader.number(2), hour < 24, minute < 60, second <= 60
        else { return nil }
        guard let (fraction, offset) = reader.fractionAndOffset(), reader.next() == nil else { return nil }
        let seconds =
            Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
        let micros = seconds * 1_000_000 + Int64(fraction)
        guard micros >= Timestamp.earliest.microseconds, micros <= Timestamp.latest.microseconds else { return nil }
        self.init(microseconds: micros)
    }

    /// Takes the text apart, one byte after another.
    private struct Reader {
        var bytes: String.UTF8View.Iterator

        mutating func next() -> UInt8? { bytes.next() }

        mutating func skip(_ character: Unicode.Scalar) -> Bool { bytes.next() == UInt8(ascii: character) }

        mutating func digit() -> Int? {
            guard let byte = bytes.next() else { return nil }
            return Reader.value(of: byte)
        }

        static func value(of byte: UInt8) -> Int? {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
        }

        mutating func number(_ width: Int) -> Int? {
            var value = 0
            for _ in 0..<width {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        /// Microseconds and the seconds that the offset is ahead of UTC.
        mutating func fractionAndOffset() -> (Int, Int)? {
            guard var mark = next() else { return nil }
            var fraction = 0
            if mark == UInt8(ascii: ".") {
                var count = 0
                var end: UInt8?
                while let byte = next() {
                    guard let digit = Reader.value(of: byte) else {
                        end = byte
                        break
                    }
                    if count < 6 { fraction = fraction * 10 + digit }
                    count += 1
                }
                guard count > 0, let end else { return nil }
                for _ in min(count, 6)..<6 { fraction *= 10 }
                mark = end
            }
            switch mark {
            case UInt8(ascii: "Z"), UInt8(ascii: "z"): return (fraction, 0)
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else {
                    return nil
                }
                let offset = hours * 3600 + minutes * 60
                return (fraction, mark == UInt8(ascii: "+") ? offset : -offset)
            default: return nil
            }
        }
    }
}
