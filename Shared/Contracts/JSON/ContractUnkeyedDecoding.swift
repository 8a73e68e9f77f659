/// The values of a list on a tape, one after the other.
struct ContractUnkeyedDecoding: UnkeyedDecodingContainer {
    private let tape: JSONTape
    private let index: Int
    private var child: Int
    /// How many values were read.
    private(set) var currentIndex = 0

    /// Begins with the first value.
    init(tape: JSONTape, index: Int) {
        self.tape = tape
        self.index = index
        child = index + 1
    }

    /// The way to the list.
    var codingPath: [any CodingKey] { tape.path(to: index) }
    /// How many values there are.
    var count: Int? { tape.children(of: index).count }
    /// Whether all were read.
    var isAtEnd: Bool { child >= Int(tape.nodes[index].end) }

    /// Reads the next value; a value that does not read stays the next one.
    private mutating func next<Value>(_ read: (ContractDecoder) throws -> Value) throws -> Value {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Value.self,
                DecodingError.Context(
                    codingPath: codingPath + [JSONIndex(position: currentIndex)], debugDescription: "no more values"))
        }
        let value = try read(ContractDecoder(tape: tape, index: child))
        child = Int(tape.nodes[child].end)
        currentIndex += 1
        return value
    }

    /// Steps over a `null`.
    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, tape.nodes[child].kind == .null else { return false }
        return try next { _ in true }
    }

    /// A truth value.
    mutating func decode(_ type: Bool.Type) throws -> Bool { try next { try $0.decode(type) } }
    /// A text.
    mutating func decode(_ type: String.Type) throws -> String { try next { try $0.decode(type) } }
    /// A number.
    mutating func decode(_ type: Double.Type) throws -> Double { try next { try $0.decode(type) } }
    /// A number.
    mutating func decode(_ type: Float.Type) throws -> Float { try next { try $0.decode(type) } }
    /// A whole number.
    mutating func decode<Number: FixedWidthInteger & Decodable>(_ type: Number.Type) throws -> Number {
        try next { try $0.whole() }
    }
    /// Any value.
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try Value(from: $0) } }

    /// An object.
    mutating func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type
    ) throws -> KeyedDecodingContainer<Inner> {
        try next { try $0.container(keyedBy: type) }
    }

    /// A list.
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }

    /// A value to read by itself.
    mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}
