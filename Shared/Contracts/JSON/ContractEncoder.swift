/// Writes Codable values as JSON, members sorted by name.
///
/// Foundation's encoder makes a reference for each value and a dictionary for each object; this one appends to two lists.
struct ContractEncoder: Encoder, SingleValueEncodingContainer {
    /// What is being written.
    let assembly: JSONAssembly
    /// The value that is written.
    let index: Int
    /// The way to the value; not kept up, since no error of ours names it.
    let codingPath: [any CodingKey]
    /// Nothing.
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The JSON of a value.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let assembly = JSONAssembly()
        try value.encode(to: ContractEncoder(assembly: assembly, index: 0, codingPath: []))
        return assembly.bytes()
    }

    /// Begins an object.
    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        assembly.becomeObject(index)
        return KeyedEncodingContainer(
            ContractKeyedEncoding<Key>(assembly: assembly, index: index, codingPath: codingPath))
    }

    /// Begins a list.
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        assembly.becomeArray(index)
        return ContractUnkeyedEncoding(assembly: assembly, index: index, codingPath: codingPath)
    }

    /// The value alone.
    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// The digits of a number.
    /// - Throws: `EncodingError` for what JSON cannot hold.
    static func digits(_ value: Double, at path: [any CodingKey]) throws -> [UInt8] {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value, EncodingError.Context(codingPath: path, debugDescription: "must be finite"))
        }
        let digits = Array(value.description.utf8)
        return digits.suffix(2) == Array(".0".utf8)[...] ? digits.dropLast(2) : digits
    }

    /// Writes `null`.
    func encodeNil() throws { assembly.set(index, literal: "null".utf8) }
    /// Writes a truth value.
    func encode(_ value: Bool) throws {
        assembly.set(index, literal: value ? "true".utf8 : "false".utf8)
    }
    /// Writes a text.
    func encode(_ value: String) throws { assembly.set(index, string: value) }
    /// Writes a number.
    func encode(_ value: Double) throws {
        try assembly.set(index, literal: ContractEncoder.digits(value, at: codingPath))
    }
    /// Writes a number.
    func encode(_ value: Float) throws {
        try assembly.set(index, literal: ContractEncoder.digits(Double(value), at: codingPath))
    }
    /// Writes a whole number.
    func encode<Number: FixedWidthInteger & Encodable>(_ value: Number) throws {
        assembly.set(index, literal: String(value).utf8)
    }
    /// Writes any value.
    func encode<Value: Encodable>(_ value: Value) throws {
        try value.encode(to: ContractEncoder(assembly: assembly, index: index, codingPath: codingPath))
    }
}
