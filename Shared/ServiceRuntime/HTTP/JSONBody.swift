import Foundation
package import Hummingbird

/// JSON in bodies.
package enum JSONBody {
    /// Reads a value.
    ///
    /// - Throws: 400 when the bytes are not JSON, 422 with a pointer when a field is missing or of the wrong type.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(Problem) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch DecodingError.keyNotFound(let key, let context) {
            throw .invalid([fault(context.codingPath + [key], "required", "This field is missing.")])
        } catch DecodingError.valueNotFound(_, let context) {
            throw .invalid([fault(context.codingPath, "required", "This field must not be null.")])
        } catch DecodingError.typeMismatch(_, let context) {
            throw .invalid([fault(context.codingPath, "type", "This field has the wrong type.")])
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            throw .invalid([fault(context.codingPath, "format", "This field has the wrong form.")])
        } catch {
            throw .malformed("The body is not JSON.")
        }
    }

    /// Writes a value, keys in order.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    private static func fault(_ path: [any CodingKey], _ code: String, _ message: String) -> Problem.Fault {
        let pointer = path.map { key in
            "/"
                + (key.intValue.map(String.init)
                    ?? key.stringValue.replacing("~", with: "~0").replacing("/", with: "~1"))
        }
        return Problem.Fault(pointer: pointer.joined(), code: code, message: message)
    }
}

extension Response {
    /// An answer in JSON.
    package static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        .json(bytes: try JSONBody.encode(value), status: status, headers: headers)
    }

    /// An answer of JSON that is already written.
    package static func json(
        bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
