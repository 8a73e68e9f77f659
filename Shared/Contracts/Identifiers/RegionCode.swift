/// Names one regency or city (*kabupaten/kota*) by its Kemendagri code, such as 35.74 for Kota Probolinggo.
///
/// - Shape: four digits, province 11 or above; with or without the dot when read, without it in JSON.
/// - Source: Kepmendagri 300.2.2-2138/2025.
public struct RegionCode: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    private let number: UInt16

    /// Reads `35.74` or `3574`.
    ///
    /// - Throws: `ContractViolation` (`region`).
    public init(_ text: String) throws(ContractViolation) {
        var number: UInt16 = 0
        var count = 0
        var isValid = true
        for (index, byte) in text.utf8.enumerated() {
            if byte == UInt8(ascii: "."), index == 2, text.utf8.count == 5 { continue }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), count < 4 else {
                isValid = false
                break
            }
            number = number * 10 + UInt16(byte - UInt8(ascii: "0"))
            count += 1
        }
        guard isValid, count == 4, number >= 1101, number % 100 != 0 else {
            throw ContractViolation(
                code: "region", message: "must be a regency or city code of four digits, such as 35.74")
        }
        self.number = number
    }

    /// The four digits.
    public var digits: String { String(number) }

    /// The form with a dot that people use.
    public var dotted: String {
        let text = String(number)
        return "\(text.prefix(2)).\(text.suffix(2))"
    }

    /// The two digits of the province.
    public var province: String { String(number / 100) }

    /// The four digits.
    public var description: String { digits }

    /// Orders by number.
    public static func < (left: RegionCode, right: RegionCode) -> Bool { left.number < right.number }

    /// Reads either form.
    public init(from decoder: any Decoder) throws { self = try decoder.checked(RegionCode.init) }

    /// Writes the four digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(digits)
    }
}
