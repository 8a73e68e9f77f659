import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport

/// The broker as its administrator reaches it: over HTTP, and by its command line.
struct Management: Sendable {
    private let base: String
    private let user: String
    private let password: String
    private let program: String

    /// The broker of a suite.
    init(_ addresses: [String: String]) {
        base = (addresses["MPP_BROKER_MANAGEMENT_URL"] ?? "") + "/api"
        user = addresses["MPP_BROKER_USER"] ?? ""
        password = addresses["MPP_BROKER_PASSWORD"] ?? ""
        program = addresses["MPP_RABBITMQCTL"] ?? ""
    }

    /// Runs `rabbitmqctl`.
    func control(_ arguments: String...) async throws {
        _ = try await Command.check(program, arguments, deadline: .seconds(90))
    }

    /// Sends a request below `/api`.
    ///
    /// - Throws: ``Refused`` for an answer that is neither 2xx nor 404.
    @discardableResult
    func send(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.setBasicAuth(username: user, password: password)
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let content = try await response.body.collect(upTo: 1 << 24)
        let status = Int(response.status.code)
        guard (200..<300).contains(status) || status == 404 else {
            throw Refused(path: path, status: status, words: String(buffer: content))
        }
        guard content.readableBytes > 0 else { return .null }
        return try JSONDecoder().decode(JSONValue.self, from: Data(content.readableBytesView))
    }

    /// Throws away what waits in a queue.
    func purge(_ queue: String) async throws { try await send(.DELETE, "/queues/mpp/\(queue)/contents") }

    /// Takes a queue away with all that is in it.
    func delete(_ queue: String) async throws { try await send(.DELETE, "/queues/mpp/\(queue)") }

    /// How many messages are in a queue, those delivered and not acknowledged included.
    ///
    /// Asks the broker for the present number, since the management pages are seconds behind.
    func depth(of queue: String) async throws -> Int {
        let output = try await Command.check(
            program, ["list_queues", "-q", "--no-table-headers", "-p", "mpp", "name", "messages"],
            deadline: .seconds(90))
        let line = output.split(separator: "\n").map { $0.split(separator: "\t") }.first {
            $0.first.map { $0 == queue } ?? false
        }
        return line.flatMap { $0.last }.flatMap { Int($0) } ?? 0
    }

    /// A request that the broker refused.
    struct Refused: Error, CustomStringConvertible {
        let path: String
        let status: Int
        let words: String

        var description: String { "the broker answered \(status) to \(path): \(words)" }
    }
}
