import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Reads a JSON Web Key Set from a file or over HTTP.
struct KeyLoader: Sendable {
    private let source: AuthenticationSettings.KeySource

    init(_ source: AuthenticationSettings.KeySource) {
        self.source = source
    }

    /// The issuer did not answer with a key set.
    struct Refused: Error, CustomStringConvertible {
        var status: UInt
        var description: String { "the issuer answered HTTP \(status)" }
    }

    /// The bytes of the key set, at most 256 KiB.
    func load() async throws -> [UInt8] {
        switch source {
        case .file(let path):
            return Array(try Data(contentsOf: URL(filePath: path)))
        case .url(let url):
            let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(5))
            guard response.status == .ok else { throw Refused(status: response.status.code) }
            let body = try await response.body.collect(upTo: 262_144)
            return Array(body.readableBytesView)
        }
    }
}
