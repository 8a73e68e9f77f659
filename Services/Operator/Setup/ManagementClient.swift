import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1

/// RabbitMQ's HTTP API, as far as set-up needs it.
/// - Source: RabbitMQ 3.10 management plugin, `/api`.
struct ManagementClient: Sendable {
    private let base: String
    private let authorization: String

    /// Makes a client of the API's address and the administrator's AMQP address, which holds user and password.
    init(url: String, administrator: String) throws {
        guard var components = URLComponents(string: url) else {
            throw CommandFailure.configuration("MPP_BROKER_MANAGEMENT_URL must be http(s)://host:port")
        }
        guard let amqp = URLComponents(string: administrator), let user = amqp.user, let password = amqp.password else {
            throw CommandFailure.configuration("MPP_BROKER_ADMIN_URL must be amqp(s)://user:password@host:port/vhost")
        }
        components.path = ""
        base = (components.string ?? "") + "/api/"
        authorization = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }

    /// A path below `/api` out of its parts, each escaped.
    static func path(_ parts: String...) -> String {
        parts.map { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? $0 }.joined(separator: "/")
    }

    /// Reads an object; nil when it is not there.
    func get(_ path: String) async throws -> JSONValue? {
        let (status, body) = try await send(.GET, path, nil)
        if status == 404 { return nil }
        return try JSONDecoder().decode(JSONValue.self, from: body)
    }

    /// Puts an object.
    func put(_ path: String, _ object: JSONValue) async throws {
        _ = try await send(.PUT, path, try JSONEncoder().encode(object))
    }

    /// Deletes an object; one that is not there is gone already.
    func delete(_ path: String) async throws {
        _ = try await send(.DELETE, path, nil)
    }

    private func send(_ method: HTTPMethodName, _ path: String, _ body: Data?) async throws -> (Int, Data) {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method.rawValue)
        request.headers.add(name: "Authorization", value: authorization)
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        do {
            response = try await HTTPClient.impatient.execute(request, timeout: .seconds(15))
        } catch {
            throw CommandFailure.unavailable(
                "RabbitMQ's management API at \(base) does not answer: is the plugin rabbitmq_management on?")
        }
        let content = Data((try await response.body.collect(upTo: 1 << 24)).readableBytesView)
        guard response.status.code < 300 || response.status.code == 404 else {
            throw CommandFailure.fault(
                "RabbitMQ's management API answered \(response.status.code) to \(method.rawValue) \(path)")
        }
        return (Int(response.status.code), content)
    }

    /// The methods used.
    enum HTTPMethodName: String {
        case GET
        case PUT
        case DELETE
    }
}
