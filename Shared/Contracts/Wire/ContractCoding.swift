/// Turns message bodies into bytes and back; the one place where JSON is written for the wire.
///
/// - Shape: UTF-8 without blanks, members sorted by name, slashes not escaped; at most `WireNames.maximumBodyBytes`.
public enum ContractCoding {
    /// Checks a body and writes it.
    ///
    /// - Throws: `ContractViolation`: what `validate` found, or `body-size`.
    public static func encode<Body: MessageBody>(_ body: Body) throws(ContractViolation) -> [UInt8] {
        try body.validate()
        let bytes = try json(body)
        guard bytes.count <= WireNames.maximumBodyBytes else { throw oversize }
        return bytes
    }

    /// Reads a body and checks it; members that the type does not know are ignored.
    ///
    /// - Throws: `ContractViolation`: `json` when it is no JSON, what is missing or malformed, or what `validate` found.
    public static func decode<Body: MessageBody>(
        _ type: Body.Type, from bytes: [UInt8]
    ) throws(ContractViolation) -> Body {
        guard bytes.count <= WireNames.maximumBodyBytes else { throw oversize }
        let body = try value(type, json: bytes)
        try body.validate()
        return body
    }

    /// Writes any value in the form of the wire, without a limit.
    ///
    /// - Throws: `ContractViolation` (`encoding`) for a number that JSON cannot hold.
    package static func json(_ value: some Encodable) throws(ContractViolation) -> [UInt8] {
        do {
            return try ContractEncoder.bytes(value)
        } catch {
            throw ContractViolation(code: "encoding", message: "cannot be written as JSON")
        }
    }

    /// Reads any value from JSON, without a limit.
    ///
    /// - Throws: `ContractViolation`: `json`, or what is missing or malformed.
    package static func value<Value: Decodable>(
        _ type: Value.Type, json bytes: [UInt8]
    ) throws(ContractViolation) -> Value {
        let tape = try JSONParser.tape(bytes)
        do {
            return try Value(from: ContractDecoder(tape: tape, index: 0))
        } catch let error as DecodingError {
            throw violation(error)
        } catch let error as ContractViolation {
            throw error
        } catch {
            throw misplaced
        }
    }

    /// An object without some of its members; what stays is taken over as it stands.
    ///
    /// - Throws: `ContractViolation`: `json`, or `type` when it is no object.
    package static func json(_ bytes: [UInt8], without names: Set<String>) throws(ContractViolation) -> [UInt8] {
        let tape = try JSONParser.tape(bytes)
        guard tape.nodes[0].kind == .object else { throw ContractViolation(code: "type", message: "must be an object") }
        var kept: [UInt8] = [UInt8(ascii: "{")]
        kept.reserveCapacity(bytes.count)
        for member in tape.children(of: 0) where !names.contains(tape.name(of: member)) {
            if kept.count > 1 { kept.append(UInt8(ascii: ",")) }
            kept.append(contentsOf: tape.memberText(at: member))
        }
        kept.append(UInt8(ascii: "}"))
        return kept
    }

    private static let oversize = ContractViolation(
        code: "body-size", message: "must have at most \(WireNames.maximumBodyBytes) bytes")

    /// The place and kind of a decoding error, without its texts, which may hold values.
    private static func violation(_ error: DecodingError) -> ContractViolation {
        switch error {
        case .keyNotFound(let key, let context):
            ContractViolation(
                pointer: JSONPointer.pointer(of: context.codingPath + [key]), code: "required",
                message: "must be present")
        case .valueNotFound(_, let context):
            ContractViolation(
                pointer: JSONPointer.pointer(of: context.codingPath), code: "required", message: "must not be null")
        case .typeMismatch(_, let context):
            ContractViolation(
                pointer: JSONPointer.pointer(of: context.codingPath), code: "type", message: "must have another type")
        case .dataCorrupted(let context):
            if let inner = context.underlyingError as? ContractViolation {
                ContractViolation(faults: inner.faults.map { $0.below(JSONPointer.pointer(of: context.codingPath)) })
            } else {
                ContractViolation(
                    pointer: JSONPointer.pointer(of: context.codingPath), code: "value",
                    message: "must be one of the values that the contract names")
            }
        @unknown default: misplaced
        }
    }

    /// The fault of a value whose reader did not say what it stumbled over.
    private static let misplaced = ContractViolation(
        code: "value", message: "holds a value that does not fit its type")
}
