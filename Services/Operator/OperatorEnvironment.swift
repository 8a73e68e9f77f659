import Foundation
import ServiceRuntime

/// What the commands read from the environment; `docker/local mpp` sets it for a local suite.
///
/// | variable | meaning |
/// |---|---|
/// | `MPP_DATABASE_ADMIN_URL` | PostgreSQL as a role that may create roles and databases |
/// | `MPP_DATABASE_NAME` | the suite's database, default `mpp` |
/// | `MPP_BROKER_ADMIN_URL` | RabbitMQ as an administrator, any virtual host |
/// | `MPP_BROKER_MANAGEMENT_URL` | RabbitMQ's HTTP API; the administrator's user and password serve there too |
/// | `MPP_BROKER_VHOST` | the suite's virtual host, default `mpp` |
/// | `MPP_SECRETS` | the folder of the secrets that `mpp keys generate` made |
/// | `MPP_CATALOGUE` | the folder of the catalogue |
/// | `MPP_INTAKE_URL` | intake's public address |
/// | `MPP_REGIONS` | the file of the regions that `mpp load` files in, default `docker/regions.csv` |
/// | `MPP_STATE` | the state folder of a local suite, whose processes `mpp load` measures |
/// | any of these with `_FILE` | a file that holds the value, for one that is secret |
struct OperatorEnvironment: Sendable {
    private let values: [String: String]

    init(values: [String: String] = ProcessInfo.processInfo.environment) {
        self.values = values
    }

    /// A required variable, or the text of the file that the variable with `_FILE` names.
    /// - Throws: `CommandFailure` that names it.
    func required(_ name: String, for purpose: String) throws -> String {
        if let value = values[name], !value.isEmpty { return value }
        guard let file = values["\(name)_FILE"], !file.isEmpty else {
            throw CommandFailure.configuration("\(name) is not set: it tells \(purpose).")
        }
        let content = FileManager.default.contents(atPath: file) ?? Data()
        let value = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !value.isEmpty else {
            throw CommandFailure.configuration("\(name)_FILE names \(file), which is empty or cannot be read.")
        }
        return value
    }

    /// A variable with a default.
    func optional(_ name: String, _ fallback: String) -> String {
        guard let value = values[name], !value.isEmpty else { return fallback }
        return value
    }

    var databaseName: String { optional("MPP_DATABASE_NAME", "mpp") }
    var virtualHost: String { optional("MPP_BROKER_VHOST", "mpp") }

    /// The administrator's URL with another database or virtual host as its path.
    func url(_ text: String, path: String) throws -> String {
        guard var components = URLComponents(string: text) else {
            throw CommandFailure.configuration("an administrator URL is not a URL")
        }
        components.percentEncodedPath =
            "/" + (path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? path)
        guard let result = components.string else {
            throw CommandFailure.configuration("an administrator URL is not a URL")
        }
        return result
    }

    /// PostgreSQL's administrator in the suite's database.
    func databaseURL() throws -> String {
        try url(
            required("MPP_DATABASE_ADMIN_URL", for: "how to reach PostgreSQL as an administrator"), path: databaseName)
    }

    /// RabbitMQ's administrator in the suite's virtual host.
    func brokerURL() throws -> String {
        try url(
            required("MPP_BROKER_ADMIN_URL", for: "how to reach RabbitMQ as an administrator"), path: virtualHost)
    }

    /// A secret's text.
    /// - Throws: `CommandFailure` for one that cannot be read, is too short or a sample; it never shows the text.
    func secret(_ name: String) throws -> String {
        let folder = try required("MPP_SECRETS", for: "the folder of the suite's secrets")
        let path = folder + "/" + name
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.configuration(
                "the secret \(name) cannot be read from \(folder); make it with: mpp keys generate --directory \(folder)"
            )
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if let weakness = SampleSecret.weakness(of: text, minimumBytes: 16) {
            throw CommandFailure.configuration("the secret \(name) in \(folder) must \(weakness)")
        }
        return text
    }
}
