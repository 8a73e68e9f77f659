import Foundation
import Subprocess
import SystemPackage

/// Runs a program of somebody else.
enum Tool {
    /// Runs a program to its end and gives back what it printed.
    /// - Throws: `CommandFailure` with the program's complaint when it is missing or fails.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        let result = try await Subprocess.run(
            try executable(path), arguments: Arguments(arguments), environment: updated(environment),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw CommandFailure.fault("\(path) failed: \(result.standardError)")
        }
        return result.standardOutput
    }

    /// Runs a program to its end, its progress shown as it comes.
    /// - Throws: `CommandFailure` when it is missing or fails.
    static func watch(_ path: String, _ arguments: [String], environment: [String: String]) async throws {
        let result = try await Subprocess.run(
            try executable(path), arguments: Arguments(arguments), environment: updated(environment),
            output: .discarded, error: .currentStandardError)
        guard result.terminationStatus.isSuccess else { throw CommandFailure.fault("\(path) failed") }
    }

    private static func executable(_ path: String) throws -> Executable {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw CommandFailure.configuration("\(path) is not there or not executable")
        }
        return .path(FilePath(path))
    }

    private static func updated(_ environment: [String: String]) -> Environment {
        .inherit.updating(
            Dictionary(
                uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }))
    }
}
