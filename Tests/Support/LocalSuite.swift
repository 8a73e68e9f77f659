import Foundation
import Testing

/// A whole suite of real processes and servers in a state folder of its own, run by `docker/local`.
package struct LocalSuite: Sendable {
    /// The processes that can be killed.
    package static let services = ["intake", "verification", "notification", "archiving"]

    /// The script that runs it, `docker/local`.
    package let script: String
    /// Its state folder.
    package let state: String
    /// The folder of the built programs.
    package let binaries: String
    /// What the script finds in its environment besides the state folder.
    package let environment: [String: String]

    /// Where the suite keeps its mails.
    package var mails: String { state + "/mail" }

    /// Runs a body with a suite that is up, and takes everything down afterwards.
    ///
    /// - Parameters:
    ///   - environment: what `docker/local` finds in its environment.
    ///   - prepare: is given the suite before it is up, when its state folder is empty.
    ///   - body: the test.
    /// - Throws: ``MissingServer``; ``CommandFailure``; what the body throws.
    package static func with(
        environment: [String: String] = ["MPP_NUDGE_SECONDS": "2"],
        prepare: (LocalSuite) async throws -> Void = { _ in },
        _ body: (LocalSuite) async throws -> Void
    ) async throws {
        let servers = try TestEnvironment.url(of: .privateServers)
        let binaries = try #require(
            TestEnvironment.value("MPP_TEST_BINARIES"), "MPP_TEST_BINARIES must name the folder of the built programs")
        let script = String(servers.dropLast("servers".count)) + "local"
        try await withTemporaryDirectory { directory in
            let suite = LocalSuite(
                script: script, state: directory + "/suite", binaries: binaries, environment: environment)
            do {
                try await prepare(suite)
                _ = try await suite.local(
                    "up", "--detach", "--debug", "--binaries=\(binaries)", deadline: .seconds(300))
                try await body(suite)
            } catch {
                await suite.attachLogs()
                // The test's own error tells more than a stop that fails too. A task of its own, because the test's may be
                // cancelled.
                _ = try? await Task { try await suite.remove() }.value
                throw error
            }
            try await suite.remove()
        }
    }

    /// Takes everything down, with the servers' data wherever they lie.
    private func remove() async throws {
        _ = try await local("down")
        _ = try await Command.check(serversScript, ["remove", state + "/servers"], deadline: .seconds(120))
    }

    private var serversScript: String { String(script.dropLast("local".count)) + "servers" }

    /// Runs a verb of `docker/local`.
    ///
    /// - Throws: ``CommandFailure``.
    @discardableResult
    package func local(_ arguments: String..., deadline: Duration = .seconds(120)) async throws -> String {
        try await Command.check(script, arguments, environment: variables, deadline: deadline)
    }

    /// The environment of the script.
    package var variables: [String: String?] {
        environment.merging(["MPP_STATE": state]) { _, last in last }.mapValues { $0 }
    }

    /// Runs a verb of `docker/servers` on the suite's servers.
    ///
    /// - Throws: ``CommandFailure``.
    package func server(_ verb: String, _ name: String) async throws {
        _ = try await Command.check(
            String(script.dropLast("local".count)) + "servers", [verb, state + "/servers", name],
            deadline: .seconds(120))
    }

    /// The addresses of the suite's servers.
    ///
    /// - Throws: ``CommandFailure``.
    package func addresses() async throws -> [String: String] {
        let lines = try await Command.check(
            String(script.dropLast("local".count)) + "servers", ["env", state + "/servers"])
        var values: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return values
    }

    /// Files a sample application.
    ///
    /// - Returns: its number.
    /// - Throws: ``CommandFailure``.
    package func submit(person: Int) async throws -> String {
        let receipt = try await local("mpp", "submit", "--sample", "--person", String(person), "--json")
        return try #require(Self.object(receipt)["number"] as? String)
    }

    /// Files the sample applications of some persons, one after the other, trying each again with the same key until it is
    /// taken in, as a citizen's program does.
    ///
    /// - Throws: ``ConditionNotMet``.
    package func submitAll(_ persons: Range<Int>) async throws -> [String] {
        var numbers: [String] = []
        for person in persons {
            var number: String?
            let key = "end-to-end-\(person)"
            try await eventually(within: .seconds(120), "application \(person) is taken in") {
                let receipt = try await local(
                    "mpp", "submit", "--sample", "--person", String(person), "--key", key, "--json")
                number = try Self.object(receipt)["number"] as? String
                return number != nil
            }
            numbers.append(try #require(number))
        }
        return numbers
    }

    /// What tracking shows of an application.
    ///
    /// - Throws: ``CommandFailure``.
    package func track(_ number: String) async throws -> [String: Any] {
        try Self.object(try await local("mpp", "track", number, "--json"))
    }

    /// Waits until an application is archived.
    ///
    /// - Throws: ``ConditionNotMet``.
    package func archived(_ number: String) async throws {
        try await eventually(within: .seconds(180), "\(number) is archived") {
            let status = try await track(number)
            return status["archivedAt"] != nil
        }
    }

    /// The Message-IDs of the mails in the sink.
    ///
    /// - Throws: why a mail could not be read.
    package func messageIDs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: mails).filter { $0.hasSuffix(".eml") }.compactMap { name in
            let content = try String(contentsOfFile: mails + "/" + name, encoding: .utf8)
            return content.split(whereSeparator: \.isNewline)
                .first { $0.lowercased().hasPrefix("message-id:") }
                .map { $0.dropFirst("message-id:".count).trimmingCharacters(in: .whitespaces) }
        }
    }

    private static func object(_ json: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    private func attachLogs() async {
        for name in Self.services + ["dukcapil", "dinkes-3574"] {
            guard let data = FileManager.default.contents(atPath: state + "/log/\(name).log") else { continue }
            let tail = String(decoding: data.suffix(4000), as: UTF8.self)
            Attachment.record(tail, named: "\(name).log")
            print("---- \(name).log\n\(tail)")
        }
    }
}
