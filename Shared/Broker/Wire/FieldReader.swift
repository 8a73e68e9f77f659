/// Reads the fields of encoded properties one after the other; never beyond their end.
///
/// Each call gets the same bytes: a span cannot be kept.
struct FieldReader {
    private var offset = 0

    /// Tables nested deeper than this are refused, so that no message can exhaust the stack.
    private static let deepest = 32

    /// Reads one byte.
    mutating func byte(_ bytes: Span<UInt8>) throws(BrokerError) -> UInt8 {
        guard offset < bytes.count else { throw .truncated() }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// Reads a number, most significant byte first.
    mutating func number<N: FixedWidthInteger & UnsignedInteger>(_: N.Type, _ bytes: Span<UInt8>) throws(BrokerError)
        -> N
    {
        let count = N.bitWidth / 8
        guard bytes.count - offset >= count else { throw .truncated() }
        var value: N = 0
        for index in offset..<offset + count { value = value << 8 | N(bytes[index]) }
        offset += count
        return value
    }

    /// Reads a text of at most 255 bytes, remembering it.
    mutating func short(_ bytes: Span<UInt8>, _ interner: inout StringInterner) throws(BrokerError) -> String {
        let count = Int(try byte(bytes))
        guard bytes.count - offset >= count else { throw .truncated() }
        defer { offset += count }
        return interner.text(bytes.extracting(offset..<offset + count))
    }

    /// Reads a text of at most 255 bytes that is different each time.
    mutating func short(_ bytes: Span<UInt8>) throws(BrokerError) -> String {
        let count = Int(try byte(bytes))
        guard bytes.count - offset >= count else { throw .truncated() }
        defer { offset += count }
        return StringInterner.copy(bytes.extracting(offset..<offset + count))
    }

    /// Reads a text of any length.
    mutating func long(_ bytes: Span<UInt8>) throws(BrokerError) -> String {
        let count = try length(bytes)
        defer { offset += count }
        return StringInterner.copy(bytes.extracting(offset..<offset + count))
    }

    /// Reads bytes of any length.
    mutating func copy(_ bytes: Span<UInt8>) throws(BrokerError) -> [UInt8] {
        let count = try length(bytes)
        defer { offset += count }
        return Array(copying: bytes.extracting(offset..<offset + count))
    }

    private mutating func length(_ bytes: Span<UInt8>) throws(BrokerError) -> Int {
        let count = Int(try number(UInt32.self, bytes))
        guard bytes.count - offset >= count else { throw .truncated() }
        return count
    }

    /// Reads a table in its order.
    mutating func table(_ bytes: Span<UInt8>, _ interner: inout StringInterner, depth: Int = 0) throws(BrokerError)
        -> [(
            String, FieldValue
        )]
    {
        let count = try length(bytes)
        let end = offset + count
        var entries: [(String, FieldValue)] = []
        while offset < end {
            let name = try short(bytes, &interner)
            entries.append((name, try value(bytes, &interner, depth: depth)))
        }
        guard offset == end else { throw .truncated() }
        return entries
    }

    /// Reads a value with its type letter.
    mutating func value(_ bytes: Span<UInt8>, _ interner: inout StringInterner, depth: Int) throws(BrokerError)
        -> FieldValue
    {
        guard depth < Self.deepest else {
            throw BrokerError(.protocolViolation, "a header is nested too deeply", operation: "receive")
        }
        switch try byte(bytes) {
        case UInt8(ascii: "S"): return .string(try long(bytes))
        case UInt8(ascii: "t"): return .boolean(try byte(bytes) != 0)
        case UInt8(ascii: "b"): return .integer(Int64(Int8(bitPattern: try byte(bytes))))
        case UInt8(ascii: "B"): return .integer(Int64(try byte(bytes)))
        case UInt8(ascii: "s"): return .integer(Int64(Int16(bitPattern: try number(UInt16.self, bytes))))
        case UInt8(ascii: "u"): return .integer(Int64(try number(UInt16.self, bytes)))
        case UInt8(ascii: "I"): return .integer(Int64(Int32(bitPattern: try number(UInt32.self, bytes))))
        case UInt8(ascii: "i"): return .integer(Int64(try number(UInt32.self, bytes)))
        case UInt8(ascii: "l"): return .integer(Int64(bitPattern: try number(UInt64.self, bytes)))
        case UInt8(ascii: "L"): return .integer(Int64(clamping: try number(UInt64.self, bytes)))
        case UInt8(ascii: "f"): return .double(Double(Float(bitPattern: try number(UInt32.self, bytes))))
        case UInt8(ascii: "d"): return .double(Double(bitPattern: try number(UInt64.self, bytes)))
        case UInt8(ascii: "D"):
            let scale = try byte(bytes)
            return .decimal(scale: scale, value: try number(UInt32.self, bytes))
        case UInt8(ascii: "T"): return .timestamp(try number(UInt64.self, bytes))
        case UInt8(ascii: "x"): return .bytes(try copy(bytes))
        case UInt8(ascii: "V"): return .null
        case UInt8(ascii: "F"):
            let entries = try table(bytes, &interner, depth: depth + 1)
            return .table(Dictionary(entries) { first, _ in first })
        case UInt8(ascii: "A"): return .array(try array(bytes, &interner, depth: depth + 1))
        case let letter:
            throw BrokerError(.protocolViolation, "unknown field type \(letter)", operation: "receive")
        }
    }

    private mutating func array(_ bytes: Span<UInt8>, _ interner: inout StringInterner, depth: Int) throws(BrokerError)
        -> [FieldValue]
    {
        let count = try length(bytes)
        let end = offset + count
        var values: [FieldValue] = []
        while offset < end { values.append(try value(bytes, &interner, depth: depth)) }
        guard offset == end else { throw .truncated() }
        return values
    }
}

extension BrokerError {
    /// The error of fields that end too early.
    static func truncated(fileID: String = #fileID, line: Int = #line) -> BrokerError {
        BrokerError(.protocolViolation, "fields end too early", operation: "receive", fileID: fileID, line: line)
    }
}
