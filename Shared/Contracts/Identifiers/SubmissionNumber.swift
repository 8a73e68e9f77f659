/// The number that a citizen holds for an application (*nomor permohonan*).
///
/// - Shape: `3574-K7M29-QXD4H-TB2JX`: the region's four digits, 13 random characters (65 bits) and two check characters.
///   Every wrong character, every two wrong characters and every swap of two characters is noticed.
public struct SubmissionNumber: Hashable, Codable, Sendable, CustomStringConvertible {
    private static let randomCount = 13

    /// The number with its hyphens, as it is printed and stored.
    public let value: String

    private init(values: [UInt8]) {
        let text = Array(ReadableAlphabet.text(values))
        value = [text[0..<4], text[4..<9], text[9..<14], text[14..<19]].map { String($0) }.joined(separator: "-")
    }

    /// A new number that nobody can guess.
    public static func make(region: RegionCode) -> SubmissionNumber {
        let prefix = region.digits.utf8.map { $0 - UInt8(ascii: "0") }
        let values = prefix + ReadableAlphabet.random(randomCount)
        return SubmissionNumber(values: values + ReadableAlphabet.checks(values))
    }

    /// Reads a number as people type it: any case, blanks and hyphens anywhere, I and L for 1, O for 0.
    ///
    /// - Throws: `ContractViolation`: `number` when it does not look like one, `number-check` when a character is wrong.
    public init(parsing text: String) throws(ContractViolation) {
        var values: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.isDash { continue }
            guard values.count < 19, let value = ReadableAlphabet.value(of: scalar) else {
                throw SubmissionNumber.malformed
            }
            values.append(value)
        }
        guard values.count == 19, values[..<4].allSatisfy({ $0 < 10 }) else { throw SubmissionNumber.malformed }
        guard ReadableAlphabet.isIntact(values) else {
            throw ContractViolation(code: "number-check", message: "has a mistyped character")
        }
        self.init(values: values)
        do throws(ContractViolation) { _ = try RegionCode(String(value.prefix(4))) } catch {
            throw SubmissionNumber.malformed
        }
    }

    private static let malformed = ContractViolation(
        code: "number", message: "must look like 3574-K7M29-QXD4H-TB2JX")

    /// The number with its hyphens.
    public var description: String { value }

    /// Reads any form that people write.
    public init(from decoder: any Decoder) throws { self = try decoder.checked(SubmissionNumber.init(parsing:)) }

    /// Writes the number with its hyphens.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
