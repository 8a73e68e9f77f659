/// Reads Codable values from a tape.
///
/// Foundation's decoder builds a dictionary for each object and a path for each member, which took a quarter of the
/// services' time; this one walks the tape and makes a path only for an error.
struct ContractDecoder: Decoder, SingleValueDecodingContainer {
    /// The text.
    let tape: JSONTape
    /// The value that is read.
    let index: Int

    /// The way to the value.
    var codingPath: [any CodingKey] { tape.path(to: index) }
    /// Nothing.
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The value as an object.
    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard tape.nodes[index].kind == .object else { throw mismatch([String: Any].self) }
        return KeyedDecodingContainer(ContractKeyedDecoding<Key>(tape: tape, index: index))
    }

    /// The value as a list.
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard tape.nodes[index].kind == .array else { throw mismatch([Any].self) }
        return ContractUnkeyedDecoding(tape: tape, index: index)
    }

    /// The value alone.
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    /// Whether it is `null`.
    func decodeNil() -> Bool { tape.nodes[index].kind == .null }

    /// A truth value.
    func decode(_ type: Bool.Type) throws -> Bool {
        switch tape.nodes[index].kind {
        case .yes: true
        case .no: false
        default: throw mismatch(type)
        }
    }

    /// A text.
    func decode(_ type: String.Type) throws -> String {
        guard tape.nodes[index].kind == .string else { throw mismatch(type) }
        return tape.string(at: index)
    }

    /// A number.
    func decode(_ type: Double.Type) throws -> Double {
        guard tape.nodes[index].kind == .number else { throw mismatch(type) }
        guard let number = Double(String(decoding: tape.digits(at: index), as: UTF8.self)), number.isFinite else {
            throw unfit()
        }
        return number
    }

    /// A number.
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    /// A whole number.
    func decode<Number: FixedWidthInteger & Decodable>(_ type: Number.Type) throws -> Number { try whole() }
    /// Any value.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    /// A whole number; one that is written with a fraction of zero or an exponent counts too.
    func whole<Number: FixedWidthInteger>() throws -> Number {
        guard tape.nodes[index].kind == .number else { throw mismatch(Number.self) }
        let digits = tape.digits(at: index)
        var number: Number = 0
        let isNegative = digits.first == UInt8(ascii: "-")
        for byte in isNegative ? digits.dropFirst() : digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return try exactly(digits) }
            let digit = Number(byte - UInt8(ascii: "0"))
            let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isOutside) =
                isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            if isTooLarge || isOutside { throw unfit() }
            number = sum
        }
        return number
    }

    private func exactly<Number: FixedWidthInteger>(_ digits: ArraySlice<UInt8>) throws -> Number {
        guard let number = Double(String(decoding: digits, as: UTF8.self)), let whole = Number(exactly: number) else {
            throw unfit()
        }
        return whole
    }

    /// The value has another type.
    func mismatch<Wanted>(_ type: Wanted.Type) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "another type")
        return tape.nodes[index].kind == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    private func unfit() -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: "does not fit"))
    }
}
