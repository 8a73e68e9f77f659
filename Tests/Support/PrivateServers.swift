/// Servers of a test's own, to be stopped, killed and restarted at will.
///
/// The variable `MPP_TEST_SERVERS` names a script, `docker/servers`, with the verbs
/// `start|stop|kill|restart STATE_DIR postgres|rabbitmq`, `env STATE_DIR`, which prints shell assignments such as
/// `MPP_DATABASE_ADMIN_URL=…`, and `remove STATE_DIR`, which stops everything and deletes its data.
package struct PrivateServers: Sendable {
    /// What the script can start.
    package enum Kind: String, Sendable {
        /// PostgreSQL.
        case postgres
        /// RabbitMQ.
        case rabbitmq
    }

    private let script: String
    private let stateDirectory: String

    /// Starts a server and waits until it answers.
    ///
    /// - Throws: ``CommandFailure``.
    package func start(_ kind: Kind) async throws { try await run("start", kind) }

    /// Stops a server in an orderly way.
    ///
    /// - Throws: ``CommandFailure``.
    package func stop(_ kind: Kind) async throws { try await run("stop", kind) }

    /// Kills a server without warning.
    ///
    /// - Throws: ``CommandFailure``.
    package func kill(_ kind: Kind) async throws { try await run("kill", kind) }

    /// Stops a server and starts it again at the same address.
    ///
    /// - Throws: ``CommandFailure``.
    package func restart(_ kind: Kind) async throws { try await run("restart", kind) }

    /// The addresses and secrets of the servers.
    ///
    /// - Throws: ``CommandFailure``.
    package func environment() async throws -> [String: String] {
        // The values are shell words, so a shell takes the quotes off; the names tell which of its variables are meant.
        let assignments = try await Command.check(script, ["env", stateDirectory])
        let names = assignments.split(separator: "\n").compactMap { line -> String? in
            let name = line.drop { $0 == " " }.split(separator: "=", maxSplits: 1).first.map(String.init)
            return name.map { $0.hasPrefix("export ") ? String($0.dropFirst(7)) : $0 }
        }
        let printing = names.map { "printf '%s\\n' \"$\($0)\"" }.joined(separator: "\n")
        let values = try await Command.check("sh", ["-c", assignments + "\n" + printing])
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Dictionary(zip(names, values)) { _, last in last }
    }

    /// Runs the body with servers of its own, which are stopped and removed afterwards.
    ///
    /// - Throws: ``MissingServer``; what the body throws.
    package static func with<R>(_ kinds: Kind..., body: (PrivateServers) async throws -> R) async throws -> R {
        let script = try TestEnvironment.url(of: .privateServers)
        return try await withTemporaryDirectory { directory in
            let servers = PrivateServers(script: script, stateDirectory: directory + "/servers")
            do {
                for kind in kinds { try await servers.start(kind) }
                let result = try await body(servers)
                try await servers.remove()
                return result
            } catch {
                // The test has failed already; this only keeps it from leaving a server behind. A task of its own, because
                // the test's may be cancelled.
                try? await Task { try await servers.remove() }.value
                throw error
            }
        }
    }

    private func remove() async throws {
        _ = try await Command.check(script, ["remove", stateDirectory], deadline: .seconds(180))
    }

    private func run(_ verb: String, _ kind: Kind) async throws {
        _ = try await Command.check(script, [verb, stateDirectory, kind.rawValue], deadline: .seconds(180))
    }
}
