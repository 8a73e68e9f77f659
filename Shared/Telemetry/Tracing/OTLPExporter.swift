import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Posts span batches to an OpenTelemetry collector.
struct OTLPExporter: Sendable {
    /// What became of a batch.
    enum Outcome: Equatable, Sendable {
        case accepted
        /// Try the same batch again, after this many seconds when the collector named them.
        case busy(retryAfterSeconds: Int64?)
        case refused(String)
    }

    /// `{endpoint}/v1/traces`.
    let url: String

    init(endpoint: String) {
        url = (endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint) + "/v1/traces"
    }

    /// Sends one batch; a collector that cannot be reached counts as busy.
    func send(_ body: [UInt8]) async -> Outcome {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(body)
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            let status = Int(response.status.code)
            switch status {
            case 200..<300: return .accepted
            case 429, 502, 503, 504:
                return .busy(retryAfterSeconds: response.headers.first(name: "retry-after").flatMap { Int64($0) })
            default: return .refused("HTTP \(status)")
            }
        } catch {
            return .busy(retryAfterSeconds: nil)
        }
    }
}
