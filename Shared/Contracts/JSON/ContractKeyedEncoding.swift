/// The members of an object that is being written.
struct ContractKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    /// What is being written.
    let assembly: JSONAssembly
    /// The object.
    let index: Int
    /// The way to the object; not kept up, since no error of ours names it.
    let codingPath: [any CodingKey]

    private func member(_ key: Key) -> Int { assembly.add(to: index, name: key.stringValue) }

    /// Writes `null`.
    mutating func encodeNil(forKey key: Key) throws { assembly.set(member(key), literal: "null".utf8) }
    /// Writes a truth value.
    mutating func encode(_ value: Bool, forKey key: Key) throws {
        assembly.set(member(key), literal: value ? "true".utf8 : "false".utf8)
    }
    /// Writes a text.
    mutating func encode(_ value: String, forKey key: Key) throws { assembly.set(member(key), string: value) }
    /// Writes a number.
    mutating func encode(_ value: Double, forKey key: Key) throws {
        try assembly.set(member(key), literal: ContractEncoder.digits(value, at: codingPath))
    }
    /// Writes a number.
    mutating func encode(_ value: Float, forKey key: Key) throws {
        try assembly.set(member(key), literal: ContractEncoder.digits(Double(value), at: codingPath))
    }
    /// Writes a whole number.
    mutating func encode<Number: FixedWidthInteger & Encodable>(_ value: Number, forKey key: Key) throws {
        assembly.set(member(key), literal: String(value).utf8)
    }
    /// Writes any value.
    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try value.encode(to: ContractEncoder(assembly: assembly, index: member(key), codingPath: codingPath))
    }

    /// Begins an object.
    mutating func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Inner> {
        ContractEncoder(assembly: assembly, index: member(key), codingPath: codingPath).container(keyedBy: type)
    }

    /// Begins a list.
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        ContractEncoder(assembly: assembly, index: member(key), codingPath: codingPath).unkeyedContainer()
    }

    /// Writes the member `super`.
    mutating func superEncoder() -> any Encoder {
        ContractEncoder(
            assembly: assembly, index: assembly.add(to: index, name: "super"), codingPath: codingPath)
    }

    /// Writes a member by itself.
    mutating func superEncoder(forKey key: Key) -> any Encoder {
        ContractEncoder(assembly: assembly, index: member(key), codingPath: codingPath)
    }
}
