/// The values of a list that is being written.
struct ContractUnkeyedEncoding: UnkeyedEncodingContainer {
    /// What is being written.
    let assembly: JSONAssembly
    /// The list.
    let index: Int
    /// The way to the list; not kept up, since no error of ours names it.
    let codingPath: [any CodingKey]

    /// How many values there are.
    var count: Int { assembly.count(of: index) }

    private func next() -> Int { assembly.add(to: index, name: nil) }

    /// Writes `null`.
    mutating func encodeNil() throws { assembly.set(next(), literal: "null".utf8) }
    /// Writes a truth value.
    mutating func encode(_ value: Bool) throws {
        assembly.set(next(), literal: value ? "true".utf8 : "false".utf8)
    }
    /// Writes a text.
    mutating func encode(_ value: String) throws { assembly.set(next(), string: value) }
    /// Writes a number.
    mutating func encode(_ value: Double) throws {
        try assembly.set(next(), literal: ContractEncoder.digits(value, at: codingPath))
    }
    /// Writes a number.
    mutating func encode(_ value: Float) throws {
        try assembly.set(next(), literal: ContractEncoder.digits(Double(value), at: codingPath))
    }
    /// Writes a whole number.
    mutating func encode<Number: FixedWidthInteger & Encodable>(_ value: Number) throws {
        assembly.set(next(), literal: String(value).utf8)
    }
    /// Writes any value.
    mutating func encode<Value: Encodable>(_ value: Value) throws {
        try value.encode(to: ContractEncoder(assembly: assembly, index: next(), codingPath: codingPath))
    }

    /// Begins an object.
    mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
        ContractEncoder(assembly: assembly, index: next(), codingPath: codingPath).container(keyedBy: type)
    }

    /// Begins a list.
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        ContractEncoder(assembly: assembly, index: next(), codingPath: codingPath).unkeyedContainer()
    }

    /// Writes a value by itself.
    mutating func superEncoder() -> any Encoder {
        ContractEncoder(assembly: assembly, index: next(), codingPath: codingPath)
    }
}
