/// The 32 characters in which codes are printed that people read aloud or type, with check characters.
///
/// - Shape: digits and letters without I, L, O and U; when read, I and L count as 1, O as 0, case does not matter.
/// - Source: the characters are Crockford's base 32; the checks are a Reed-Solomon code over the field of 32 elements
///   (reduction polynomial x⁵+x²+1), so every wrong character and every swap of two characters is noticed.
package enum ReadableAlphabet {
    private static let characters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    /// Powers of the field's generator: element i is α^i.
    private static let powers: [UInt8] = {
        var powers: [UInt8] = []
        var value: UInt8 = 1
        for _ in 0..<31 {
            powers.append(value)
            value <<= 1
            if value & 32 != 0 { value ^= 0b100101 }
        }
        return powers
    }()
    private static let logarithms: [Int] = {
        var logarithms = [Int](repeating: 0, count: 32)
        for (exponent, value) in powers.enumerated() { logarithms[Int(value)] = exponent }
        return logarithms
    }()

    /// The value of a character as people write it; nil when it belongs to no code.
    package static func value(of character: Unicode.Scalar) -> UInt8? {
        let upper: UInt8
        switch character {
        case "a"..."z": upper = UInt8(character.value) - 32
        case "0"..."9", "A"..."Z": upper = UInt8(character.value)
        default: return nil
        }
        switch upper {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return characters.firstIndex(of: upper).map(UInt8.init)
        }
    }

    /// Prints five-bit values.
    package static func text(_ values: some Sequence<UInt8>) -> String {
        String(decoding: values.map { characters[Int($0 & 31)] }, as: UTF8.self)
    }

    /// Two check values for at most 29 values.
    package static func checks(_ values: [UInt8]) -> [UInt8] {
        // The remainder of the message polynomial by (x - 1)(x - α), so both are roots of the whole word.
        var high: UInt8 = 0
        var low: UInt8 = 0
        let sum = multiply(1, 1) ^ powers[1]
        for value in values {
            let feedback = value ^ high
            high = low ^ multiply(feedback, sum)
            low = multiply(feedback, powers[1])
        }
        return [high, low]
    }

    /// Whether values end in their two checks.
    package static func isIntact(_ values: [UInt8]) -> Bool {
        guard values.count > 2 else { return false }
        return checks(Array(values.dropLast(2))) == Array(values.suffix(2))
    }

    /// Values of five random bits each, from the system's generator.
    package static func random(_ count: Int) -> [UInt8] {
        // The generator asks the kernel at each call: one word gives twelve values.
        var generator = SystemRandomNumberGenerator()
        var values: [UInt8] = []
        while values.count < count {
            let word = generator.next()
            for shift in stride(from: 0, to: 60, by: 5) { values.append(UInt8(truncatingIfNeeded: word >> shift) & 31) }
        }
        return Array(values.prefix(count))
    }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        if left == 0 || right == 0 { return 0 }
        return powers[(logarithms[Int(left)] + logarithms[Int(right)]) % 31]
    }
}
