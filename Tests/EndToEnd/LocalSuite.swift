import Foundation
import TestSupport
import Testing

/// A whole suite of real processes and servers in a state folder of its own, run by `docker/local`.
struct LocalSuite: Sendable {
    /// The processes that can be killed.
    static let services = ["intake", "verification", "notification", "archiving"]

    let script: String
    let state: String
    private let binaries: String

    /// Where the suite keeps its mails.
    var mails: String { state + "/mail" }

    /// Runs a body with a suite that is up, and takes everything down afterwards.
    static func with(_ body: (LocalSuite) async throws -> Void) async throws {
        let servers = try TestEnvironment.url(of: .privateServers)
        let binaries = try #require(
            TestEnvironment.value("MPP_TEST_BINARIES"), "MPP_TEST_BINARIES must name the folder of the built programs")
        let script = String(servers.dropLast("servers".count)) + "local"
        try await withTemporaryDirectory { directory in
            let suite = LocalSuite(script: script, state: directory + "/suite", binaries: binaries)
            do {
                _ = try await suite.local(
                    "up", "--detach", "--debug", "--binaries=\(binaries)", deadline: .seconds(300))
                try await body(suite)
            } catch {
                await suite.attachLogs()
                // The test's own error tells more than a stop that fails too.
                try? await suite.remove()
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
    @discardableResult
    func local(_ arguments: String..., deadline: Duration = .seconds(120)) async throws -> String {
        try await Command.check(
            script, arguments, environment: ["MPP_STATE": state, "MPP_NUDGE_SECONDS": "2"], deadline: deadline)
    }

    /// Runs a verb of `docker/servers` on the suite's servers.
    func server(_ verb: String, _ name: String) async throws {
        _ = try await Command.check(serversScript, [verb, state + "/servers", name], deadline: .seconds(120))
    }

    /// The addresses of the suite's servers.
    func addresses() async throws -> [String: String] {
        let lines = try await Command.check(serversScript, ["env", state + "/servers"])
        var values: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return values
    }

    /// Files a sample application.
    /// - Returns: its number.
    func submit(person: Int) async throws -> String {
        let receipt = try await local("mpp", "submit", "--sample", "--person", String(person), "--json")
        return try #require(Self.object(receipt)["number"] as? String)
    }

    /// Files the sample applications of some persons, one after the other, trying each again with the same key until it is
    /// taken in, as a citizen's program does.
    func submitAll(_ persons: Range<Int>) async throws -> [String] {
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
    func track(_ number: String) async throws -> [String: Any] {
        try Self.object(try await local("mpp", "track", number, "--json"))
    }

    /// Waits until an application is archived.
    func archived(_ number: String) async throws {
        try await eventually(within: .seconds(180), "\(number) is archived") {
            let status = try await track(number)
            return status["archivedAt"] != nil
        }
    }

    /// The Message-IDs of the mails in the sink.
    func messageIDs() throws -> [String] {
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
