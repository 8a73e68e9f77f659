/// What a test may need besides its own process.
package enum TestServer: Sendable, Hashable, CaseIterable {
    /// PostgreSQL.
    case database
    /// RabbitMQ.
    case broker
    /// RabbitMQ's `rabbitmqctl` for that broker, to make users and permissions with.
    case brokerControl
    /// A script that starts, stops, kills and restarts servers of a test's own; see ``PrivateServers``.
    case privateServers

    /// The environment variable that tells where it is.
    package var variable: String {
        switch self {
        case .database: "MPP_TEST_DATABASE_URL"
        case .broker: "MPP_TEST_BROKER_URL"
        case .brokerControl: "MPP_TEST_RABBITMQCTL"
        case .privateServers: "MPP_TEST_SERVERS"
        }
    }
}

/// A server that a test needs, and of which the environment does not tell.
package struct MissingServer: Error, CustomStringConvertible {
    /// What is missing.
    package let server: TestServer

    /// The reason, for the test's report.
    package var description: String { "\(server.variable) is not set" }
}
