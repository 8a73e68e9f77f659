/// The members of an object on a tape.
struct ContractKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    /// The text.
    let tape: JSONTape
    /// The object.
    let index: Int

    /// The way to the object.
    var codingPath: [any CodingKey] { tape.path(to: index) }
    /// The names that the type knows.
    var allKeys: [Key] { tape.children(of: index).compactMap { Key(stringValue: tape.name(of: $0)) } }

    /// Whether there is a member.
    func contains(_ key: Key) -> Bool { tape.member(key.stringValue, of: index) != nil }

    private func member(_ key: Key) throws -> ContractDecoder {
        guard let member = tape.member(key.stringValue, of: index) else {
            throw DecodingError.keyNotFound(
                key, DecodingError.Context(codingPath: codingPath, debugDescription: "missing"))
        }
        return ContractDecoder(tape: tape, index: member)
    }

    /// A member that is there and not `null`.
    private func present(_ key: Key) -> ContractDecoder? {
        guard let member = tape.member(key.stringValue, of: index), tape.nodes[member].kind != .null else { return nil }
        return ContractDecoder(tape: tape, index: member)
    }

    /// Whether a member is `null`.
    func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }
    /// A truth value.
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).decode(type) }
    /// A text.
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try member(key).decode(type) }
    /// A number.
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try member(key).decode(type) }
    /// A number.
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try member(key).decode(type) }
    /// A whole number.
    func decode<Number: FixedWidthInteger & Decodable>(_ type: Number.Type, forKey key: Key) throws -> Number {
        try member(key).whole()
    }
    /// Any value.
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: member(key))
    }
    /// A text, if there is one.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key)?.decode(type) }
    /// A whole number, if there is one.
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.whole() }
    /// Any value, if there is one.
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let present = present(key) else { return nil }
        return try Value(from: present)
    }

    /// An object.
    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> {
        try member(key).container(keyedBy: type)
    }

    /// A list.
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    /// The member `super`.
    func superDecoder() throws -> any Decoder {
        guard let member = tape.member("super", of: index) else { return ContractDecoder(tape: tape, index: index) }
        return ContractDecoder(tape: tape, index: member)
    }

    /// A member to read by itself.
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}
