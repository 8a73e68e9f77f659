import AsyncHTTPClient

extension HTTPClient {
    /// A client for commands: a server that refuses a connection is not asked again until the time is over.
    static let impatient: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
