import Foundation
import Glibc
import TestSupport
import Testing

extension LocalSuite {
    /// The process of a part of the suite, if it was started and lives.
    func pid(of name: String) -> pid_t? {
        guard let record = FileManager.default.contents(atPath: state + "/run/\(name).pid") else { return nil }
        guard let pid = String(decoding: record, as: UTF8.self).split(separator: " ").first.flatMap({ pid_t($0) })
        else {
            return nil
        }
        return Self.lives(pid) ? pid : nil
    }

    /// Whether a process is there and more than a zombie.
    ///
    /// A process whose first thread has ended looks like a zombie, and lives as long as its other threads do.
    static func lives(_ pid: pid_t) -> Bool {
        guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return false }
        let fields = String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(separator: " ")
        guard let state = fields?.first else { return false }
        guard state == "Z" || state == "X" else { return true }
        // No folder means no process any more.
        return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task").count) ?? 0) > 1
    }

    /// Sends a signal to a part of the suite.
    func signal(_ number: CInt, to name: String) throws {
        guard let pid = pid(of: name) else { throw Unexpected("\(name) does not run") }
        guard kill(pid, number) == 0 else { throw Unexpected("\(name) takes no signal") }
    }

    /// Ends a part of the suite without warning, and waits until it is gone.
    func end(_ name: String) async throws {
        guard let pid = pid(of: name) else { throw Unexpected("\(name) does not run") }
        guard kill(pid, SIGKILL) == 0 else { throw Unexpected("\(name) takes no signal") }
        try await eventually(within: .seconds(30), "\(name) is gone") { !Self.lives(pid) }
    }

    /// Starts parts of the suite and waits until each is ready; one that runs is left alone.
    func start(_ names: [String]) async throws {
        for name in names { try await local("start", name) }
    }

    /// Stops and starts parts of the suite, so that they read their settings anew.
    func restart(_ names: [String]) async throws {
        for name in names {
            try await local("stop", name)
            try await local("start", name)
        }
    }

    /// The settings of a part of the suite.
    func settings(of name: String) throws -> [String: String] {
        let text = try String(contentsOfFile: state + "/env/\(name).env", encoding: .utf8)
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return values
    }

    /// Changes settings of a part of the suite, which count from its next start on; nil takes one away.
    func set(_ changes: [String: String?], of name: String) throws {
        var values = try settings(of: name)
        for (key, value) in changes { values[key] = value }
        let text = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
        try text.write(toFile: state + "/env/\(name).env", atomically: true, encoding: .utf8)
    }

    /// The port of a part of the suite.
    func port(of name: String, _ kind: String = "http") throws -> Int {
        let ports = try String(contentsOfFile: state + "/ports", encoding: .utf8)
        let line = ports.split(separator: "\n").map { $0.split(separator: " ") }
            .first { $0.count == 3 && $0[0] == name && $0[1] == kind }
        return try #require(line.flatMap { Int($0[2]) })
    }
}
