import Contracts
import Database

/// The versions of the servers that a suite runs on.
enum ServerVersions {
    /// Asks them; a server that does not say is left out.
    static func read(_ environment: OperatorEnvironment) async -> [String: String] {
        var versions: [String: String] = [:]
        do {
            versions["postgresql"] = try await SuiteDatabase.with(schema: "intake", environment) { pool in
                try await pool.scalar("SELECT current_setting('server_version')", as: String.self)
            }
            let client = try ManagementClient(
                url: environment.required("MPP_BROKER_MANAGEMENT_URL", for: "how to reach RabbitMQ's management API"),
                administrator: environment.brokerURL())
            let overview = try await client.get("overview")
            versions["rabbitmq"] = overview?["rabbitmq_version"]?.string
            versions["erlang"] = overview?["erlang_version"]?.string
        } catch {
            // The run does not depend on them; the result then tells fewer.
            return versions
        }
        return versions
    }
}
