/// The number of a resident (*NIK*); it prints masked wherever it is printed.
///
/// - Shape: 16 digits `PPKKCC DDMMYY SSSS`: region of first registration, birth date (day plus 40 for women), serial.
///   It is no `Codable` value: whoever stores or sends it must say so by `digits`, sealed.
/// - Source: UU 24/2013; a local check tells only that a number is plausible, not that it is real.
public struct NationalID: Hashable, Sendable {
    /// The 16 digits; never for logs, metrics, URLs, routing keys or file names.
    public let digits: String

    /// Checks the 16 digits.
    ///
    /// - Parameters:
    ///   - text: the digits, without blanks.
    ///   - allowSynthetic: whether the serial 0000, which is never given out, is taken; for tests only.
    /// - Throws: `ContractViolation` with every hard fault: `nik-digits`, `nik-region`, `nik-date`, `nik-serial`.
    public init(_ text: String, allowSynthetic: Bool) throws(ContractViolation) {
        let values = text.utf8.map { Int($0) - 48 }
        guard values.count == 16, values.allSatisfy({ (0...9).contains($0) }) else {
            throw ContractViolation(code: "nik-digits", message: "must have exactly 16 digits")
        }
        func number(_ range: Range<Int>) -> Int { values[range].reduce(0) { $0 * 10 + $1 } }
        var faults = FaultCollector()
        faults.require(number(0..<2) >= 11, "", "nik-region", "must begin with a province code of 11 or above")
        let (day, month, year) = (number(6..<8), number(8..<10), number(10..<12))
        // The century is not known: a leap year is possible whenever the two digits allow it.
        let birthDay = day > 40 ? day - 40 : day
        faults.require(
            CivilDate(year: 2000 + year, month: month, day: birthDay) != nil, "", "nik-date",
            "must hold a birth date as day (plus 40 for women), month and year")
        faults.require(
            number(12..<16) != 0 || allowSynthetic, "", "nik-serial", "must end in a serial number other than 0000")
        try faults.finish()
        digits = text
    }

    /// The first six and the last four digits, the birth date hidden.
    public var masked: String { digits.prefix(6) + "******" + digits.suffix(4) }
    /// The two digits of the province of first registration.
    public var province: String { String(digits.prefix(2)) }
    /// The four digits of the regency or city of first registration.
    public var regency: String { String(digits.prefix(4)) }
    /// Whether the serial is 0000, which is never given out.
    public var isSynthetic: Bool { digits.hasSuffix("0000") }
}

extension NationalID: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The masked number.
    public var description: String { masked }
    /// The masked number.
    public var debugDescription: String { masked }
    /// A mirror that shows the masked number only.
    public var customMirror: Mirror { Mirror(self, children: ["masked": masked], displayStyle: .struct) }
}
