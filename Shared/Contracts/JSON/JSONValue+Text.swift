extension JSONValue {
    /// Reads JSON strictly: no member twice, no inexact whole number, at most 64 levels.
    ///
    /// - Throws: `ContractViolation`: `json` with the line and column, `duplicate`, `number-range` or `depth`.
    public init(json bytes: [UInt8]) throws(ContractViolation) {
        try self.init(JSONParser.tape(bytes), at: 0)
    }

    /// The value as JSON without blanks, members sorted by name.
    ///
    /// - Throws: `ContractViolation` (`encoding`) for a number that JSON cannot hold.
    public func json() throws(ContractViolation) -> [UInt8] { try ContractCoding.json(self) }

    /// One value of a text, with all that it holds.
    init(_ tape: JSONTape, at index: Int) throws(ContractViolation) {
        switch tape.nodes[index].kind {
        case .object:
            var members: [String: JSONValue] = [:]
            for child in tape.children(of: index) {
                members[tape.name(of: child)] = try JSONValue(tape, at: child)
            }
            self = .object(members)
        case .array:
            var values: [JSONValue] = []
            for child in tape.children(of: index) { values.append(try JSONValue(tape, at: child)) }
            self = .array(values)
        case .string: self = .string(tape.string(at: index))
        case .yes: self = .bool(true)
        case .no: self = .bool(false)
        case .null: self = .null
        case .number:
            let digits = tape.digits(at: index)
            let text = String(decoding: digits, as: UTF8.self)
            if let integer = Int64(text) {
                self = .integer(integer)
            } else if digits.contains(where: { [".", "e", "E"].contains(Unicode.Scalar($0)) }),
                let number = Double(text),
                number.isFinite
            {
                self = .number(number)
            } else {
                throw ContractViolation(
                    pointer: tape.pointer(to: index), code: "number-range", message: "must fit into 64 bits")
            }
        }
    }
}
