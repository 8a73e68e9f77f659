import Foundation
import TestSupport
import Testing

/// The checks that are written in Python, so that nothing of the suite judges itself.
enum PythonChecks {
    /// The variable that names the interpreter of a virtual environment with `python/requirements.txt` installed.
    static let variable = "MPP_TEST_PYTHON"

    /// The folder of the tests.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The folder of the contracts.
    static let contracts = folder.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Shared/Contracts")

    /// There is no interpreter in a run that decides something.
    struct NoInterpreter: Error, CustomStringConvertible {
        /// What to do about it.
        var description: String { "\(PythonChecks.variable) is not set; it must be when CI=true" }
    }

    /// Runs a script that must end well.
    static func run(_ script: String, _ arguments: [URL]) async throws {
        let interpreter = try #require(TestEnvironment.value(variable))
        let result = try await Command.run(
            interpreter, [folder.appendingPathComponent("python/\(script)").path] + arguments.map(\.path),
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        #expect(result.status == 0, "\(result)")
    }
}

extension Trait where Self == ConditionTrait {
    /// Leaves a suite out, with the reason printed, when there is no interpreter; but fails it when `CI=true`.
    static var requirePython: Self {
        .enabled(Comment(rawValue: "\(PythonChecks.variable) is not set")) {
            if TestEnvironment.value(PythonChecks.variable) != nil { return true }
            if TestEnvironment.isDeciding { throw PythonChecks.NoInterpreter() }
            return false
        }
    }
}
