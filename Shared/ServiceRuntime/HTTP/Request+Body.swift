import Foundation
package import Hummingbird
import NIOCore

extension Request {
    /// The whole body.
    ///
    /// - Throws: 413 when it is larger than the limit.
    package func bytes(upTo limit: Int) async throws -> [UInt8] {
        try refuseDeclaredLength(over: limit)
        var bytes: [UInt8] = []
        for try await chunk in body {
            guard bytes.count + chunk.readableBytes <= limit else { throw Problem.tooLarge(limit: limit) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    /// The body as it comes in.
    ///
    /// - Throws: 413 at once when the declared length is over the limit; while reading when it turns out to be.
    package func chunks(upTo limit: Int) throws(Problem) -> BodyChunks {
        try refuseDeclaredLength(over: limit)
        return BodyChunks(body: body, limit: limit)
    }

    /// The body as JSON.
    ///
    /// - Throws: 415 when it is not declared as JSON, 413 when it is too large, 400 when it is not JSON, 422 when a
    ///   field is missing or of the wrong type.
    package func json<Value: Decodable>(_ type: Value.Type, upTo limit: Int = 131_072) async throws -> Value {
        try requireJSON()
        return try JSONBody.decode(type, from: try await bytes(upTo: limit))
    }

    /// Checks that the body is declared as JSON.
    ///
    /// - Throws: 415.
    package func requireJSON() throws(Problem) {
        let declared = headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        let media = declared.trimmingCharacters(in: .whitespaces)
        guard media == "application/json" || media.hasPrefix("application/") && media.hasSuffix("+json") else {
            throw .unsupportedMediaType(["application/json"])
        }
    }

    private func refuseDeclaredLength(over limit: Int) throws(Problem) {
        if let declared = headers[.contentLength].flatMap({ Int($0) }), declared > limit {
            throw .tooLarge(limit: limit)
        }
    }
}
