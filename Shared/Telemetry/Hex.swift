/// Lower-case hexadecimal.
enum Hex {
    /// The sixteen digits in ASCII.
    static let digits: [UInt8] = Array("0123456789abcdef".utf8)

    /// A number in as many digits as its type has.
    static func text<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> String {
        var bytes: [UInt8] = []
        for shift in stride(from: Number.bitWidth - 4, through: 0, by: -4) {
            bytes.append(digits[Int(truncatingIfNeeded: number >> Number(shift)) & 15])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The number of exactly as many lower-case digits as the type has.
    static func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ text: some Sequence<UInt8>, as type: Number.Type = Number.self
    ) -> Number? {
        var result: Number = 0
        var count = 0
        for byte in text {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            result = result << 4 | Number(digit)
            count += 1
        }
        return count == Number.bitWidth / 4 ? result : nil
    }
}
