/// A set of characters of a pattern.
struct ScalarSet: Sendable, Hashable {
    /// The members, as ranges of code points.
    var ranges: [ClosedRange<UInt32>]
    /// Whether everything but the members belongs to it.
    var isNegated = false

    /// One character.
    init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

    /// Ranges of code points.
    init(ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    /// `\d`.
    static let digits = ScalarSet(ranges: [0x30...0x39])
    /// `\w`.
    static let word = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s`.
    static let blank = ScalarSet(ranges: [0x09...0x0D, 0x20...0x20, 0xA0...0xA0])
    /// `.`, which is everything but a line's end.
    static let any = ScalarSet(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isNegated: true)

    /// Whether a character belongs to it.
    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar.value) } != isNegated }
}
