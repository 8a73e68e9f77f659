import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// The connections of a generator to its target.
///
/// One thread drives them all; a request takes a free connection or opens one, so that a slow answer holds up nobody
/// else.
struct LoadClient: Sendable {
    /// A request that waits no longer for its answer.
    ///
    /// - Units: seconds.
    static let timeout: Int64 = 30

    /// What came back.
    struct Answer: Sendable {
        /// The HTTP status.
        let status: Int
        /// The body.
        let body: [UInt8]
    }

    /// What came instead of an answer.
    enum Failure: String, Error, Sendable {
        /// Nothing within the time.
        case timeout
        /// The connection was refused or lost.
        case connection
    }

    /// One request.
    struct Request: Sendable {
        /// The method.
        var method: HTTPMethod
        /// The path with its query.
        var path: String
        /// The headers.
        var headers: [(String, String)]
        /// The body.
        var body: ByteBuffer?
    }

    private let base: String
    private let client: HTTPClient

    /// Makes a client; `shutdown` ends it.
    /// - Parameters:
    ///   - base: the target's address, without a slash at the end.
    ///   - connections: connections at a time, at most.
    init(base: String, connections: Int) {
        self.base = base
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.idleTimeout = .seconds(60)
        configuration.timeout.connect = .seconds(10)
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroup: NIOSingletons.posixEventLoopGroup.any(), configuration: configuration)
    }

    /// Sends a request and reads the whole answer.
    func send(_ request: Request) async -> Result<Answer, Failure> {
        var message = HTTPClientRequest(url: base + request.path)
        message.method = request.method
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }
        if let body = request.body { message.body = .bytes(body) }
        do {
            let response = try await client.execute(message, timeout: .seconds(Self.timeout))
            var body: [UInt8] = []
            for try await piece in response.body { body.append(contentsOf: piece.readableBytesView) }
            return .success(Answer(status: Int(response.status.code), body: body))
        } catch let error as HTTPClientError
            where [.deadlineExceeded, .readTimeout, .connectTimeout].contains(error)
        {
            return .failure(.timeout)
        } catch {
            return .failure(.connection)
        }
    }

    /// Closes the connections.
    func shutdown() async {
        // Nothing is sent any more, so a connection that does not close in order harms nobody.
        try? await client.shutdown()
    }
}
