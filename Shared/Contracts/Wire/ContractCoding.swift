import Foundation

/// Turns message bodies into bytes and back; the one place where JSON is written for the wire.
///
/// - Shape: UTF-8 without blanks, members sorted by name, slashes not escaped; at most `WireNames.maximumBodyBytes`.
public enum ContractCoding {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
    private static let decoder = JSONDecoder()

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
            return Array(try encoder.encode(value))
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
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw violation(error, json: bytes)
        } catch {
            throw misplaced(bytes)
        }
    }

    private static let oversize = ContractViolation(
        code: "body-size", message: "must have at most \(WireNames.maximumBodyBytes) bytes")

    /// The place and kind of a decoding error, without its texts, which may hold values.
    private static func violation(_ error: DecodingError, json bytes: [UInt8]) -> ContractViolation {
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
            } else if context.codingPath.isEmpty {
                misplaced(bytes)
            } else {
                ContractViolation(
                    pointer: JSONPointer.pointer(of: context.codingPath), code: "value",
                    message: "must be one of the values that the contract names")
            }
        @unknown default: misplaced(bytes)
        }
    }

    /// The fault of a document whose decoder did not say where it stumbled: no JSON, or a number that does not fit.
    private static func misplaced(_ bytes: [UInt8]) -> ContractViolation {
        do throws(ContractViolation) {
            _ = try JSONValue(json: bytes)
            return ContractViolation(code: "value", message: "holds a value that does not fit its type")
        } catch {
            return error
        }
    }
}
