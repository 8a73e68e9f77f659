extension JSONValue {
    /// Reads JSON strictly: no member twice, no inexact whole number, at most 64 levels.
    ///
    /// - Throws: `ContractViolation`: `json` with the line and column, `duplicate`, `number-range` or `depth`.
    public init(json bytes: [UInt8]) throws(ContractViolation) { self = try JSONParser.parse(bytes) }

    /// The value as JSON without blanks, members sorted by name.
    ///
    /// - Throws: `ContractViolation` (`encoding`) for a number that JSON cannot hold.
    public func json() throws(ContractViolation) -> [UInt8] { try ContractCoding.json(self) }
}
