import Foundation
import Subprocess
import SystemPackage

/// Runs a program of somebody else and gives back what it printed.
enum Tool {
    /// Runs a program to its end.
    /// - Throws: `CommandFailure` with the program's complaint when it is missing or fails.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw CommandFailure.configuration("\(path) is not there or not executable")
        }
        let changes = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(changes),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw CommandFailure.fault("\(path) failed: \(result.standardError)")
        }
        return result.standardOutput
    }

    /// Runs a program to its end, its progress shown as it comes.
    /// - Throws: `CommandFailure` when it is missing or fails.
    static func watch(_ path: String, _ arguments: [String], environment: [String: String]) async throws {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw CommandFailure.configuration("\(path) is not there or not executable")
        }
        let changes = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(changes),
            output: .discarded, error: .currentStandardError)
        guard result.terminationStatus.isSuccess else { throw CommandFailure.fault("\(path) failed") }
    }
}
