/// How the numbers of a service's permits look (*penomoran*).
///
/// - Shape: a text with `{sequence}` and `{year}`, such as `500.16.7.2/{sequence}/425.117/{year}`; numbers run without
///   gaps per unit and year of the region's zone.
public struct NumberingPattern: Sendable, Hashable {
    /// The register that the numbers run in; services that share it share its numbers.
    public let unit: String
    /// The text with its places.
    public let pattern: String

    /// Reads a pattern.
    init?(_ reader: inout ObjectReader) {
        let unit = reader.text("unit", 1...40)
        let pattern = reader.text("pattern", 1...80)
        guard let unit, let pattern else { return nil }
        let count = { (place: String) in pattern.components(of: place) - 1 }
        let rest = pattern.replacing("{sequence}", with: "").replacing("{year}", with: "")
        reader.faults.require(
            count("{sequence}") == 1 && count("{year}") == 1 && !rest.contains("{") && !rest.contains("}"),
            reader.place("pattern"), "value", "must hold {sequence} once, {year} once and no other braces")
        self.unit = unit
        self.pattern = pattern
    }

    /// The number of a permit.
    public func number(sequence: Int64, year: Int) -> String {
        pattern.replacing("{sequence}", with: String(sequence)).replacing("{year}", with: String(year))
    }
}

extension String {
    /// How many parts a separator makes.
    fileprivate func components(of separator: String) -> Int {
        split(separator: separator, omittingEmptySubsequences: false).count
    }
}
