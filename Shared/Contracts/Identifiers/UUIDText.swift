package import Foundation

/// Makes, prints and compares UUIDs.
///
/// - Source: RFC 9562.
package enum UUIDText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// The 16 bytes in order.
    package static func bytes(_ uuid: UUID) -> [UInt8] {
        let u = uuid.uuid
        return [
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ]
    }

    /// The 36 characters in lower case.
    package static func lowerCase(_ uuid: UUID) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        let (high, low) = halves(uuid)
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            let byte = UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - index % 8 * 8))
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether one UUID's bytes come before another's.
    package static func precedes(_ left: UUID, _ right: UUID) -> Bool {
        let (l, r) = (halves(left), halves(right))
        return l.high != r.high ? l.high < r.high : l.low < r.low
    }

    /// A UUID whose order is the order of making, to the microsecond.
    ///
    /// - Shape: version 7: 48 bits of milliseconds, 10 bits of microseconds, 64 bits of the system's randomness.
    package static func version7(at time: Timestamp = .now()) -> UUID {
        let micros = max(0, time.microseconds)
        let milliseconds = UInt64(micros / 1000)
        let fraction = UInt64(micros % 1000)
        let random = UInt64.random(in: .min ... .max)
        let more = UInt64.random(in: 0...3)
        let high = (milliseconds << 16) | 0x7000 | (fraction << 2) | more
        let low = (random & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        return uuid(high: high, low: low)
    }

    private static func halves(_ uuid: UUID) -> (high: UInt64, low: UInt64) {
        func word(
            _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8, _ f: UInt8, _ g: UInt8, _ h: UInt8
        ) -> UInt64 {
            let upper = UInt64(a) << 56 | UInt64(b) << 48 | UInt64(c) << 40 | UInt64(d) << 32
            return upper | UInt64(e) << 24 | UInt64(f) << 16 | UInt64(g) << 8 | UInt64(h)
        }
        let u = uuid.uuid
        return (word(u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7), word(u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15))
    }

    private static func uuid(high: UInt64, low: UInt64) -> UUID {
        func h(_ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: high >> shift) }
        func l(_ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: low >> shift) }
        return UUID(
            uuid: (
                h(56), h(48), h(40), h(32), h(24), h(16), h(8), h(0),
                l(56), l(48), l(40), l(32), l(24), l(16), l(8), l(0)
            ))
    }
}
