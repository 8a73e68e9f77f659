import Broker
import Contracts
import Foundation
import TestSupport
import Testing

/// The broker user of the tests' agency, made once.
actor AgencyUser {
    static let shared = AgencyUser()

    /// The user's code and the worker's URL.
    struct Made: Sendable {
        let code: AgencyCode
        let url: String
    }

    private var making: Task<Made, any Error>?

    /// Makes the user, with a new password and the permissions of the declared topology.
    func made(_ settings: BrokerSettings) async throws -> Made {
        if let making { return try await making.value }
        let making = Task { try await Self.make(settings) }
        self.making = making
        return try await making.value
    }

    private static func make(_ settings: BrokerSettings) async throws -> Made {
        let code = try AgencyCode("agency-under-test")
        let user = DeclaredUser.agency(code)
        let password = TestNames.unique()
        let control = try TestEnvironment.url(of: .brokerControl)
        // One that an earlier run left is given the new password.
        if try await Command.run(control, ["-q", "add_user", user.name, password]).status != 0 {
            _ = try await Command.check(control, ["-q", "change_password", user.name, password])
        }
        let host = ["-q", "-p", settings.virtualHost]
        _ = try await Command.check(
            control, host + ["set_permissions", user.name, user.configure, user.write, user.read])
        for topic in user.topics {
            _ = try await Command.check(
                control, host + ["set_topic_permissions", user.name, topic.exchange, topic.write, topic.read])
        }
        var url = try #require(URLComponents(string: TestEnvironment.url(of: .broker)))
        url.user = user.name
        url.password = password
        return Made(code: code, url: try #require(url.string))
    }
}
