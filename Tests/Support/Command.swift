import FoundationEssentials
import Subprocess

/// A command that was run to its end.
package struct CommandResult: Sendable, CustomStringConvertible {
    /// What was run.
    package let command: String
    /// The exit status; 128 plus the signal's number if a signal ended it.
    package let status: Int
    /// Standard output.
    package let output: String
    /// Standard error.
    package let errors: String

    /// Everything, for the test's report.
    package var description: String { "\(command): status \(status)\n\(output)\n\(errors)" }
}

/// A command that ended badly.
package struct CommandFailure: Error, CustomStringConvertible {
    /// What it said.
    package let result: CommandResult

    /// The reason, for the test's report.
    package var description: String { result.description }
}

/// Runs commands for tests.
package enum Command {
    /// Runs a program to its end; anything it leaves running must have let go of its output.
    ///
    /// - Parameters:
    ///   - program: a path if it has a slash in it, else a name to be found in `PATH`.
    ///   - arguments: its arguments.
    ///   - environment: variables to set; `nil` takes one away.
    ///   - directory: where to run it.
    ///   - deadline: after which it is told to end, and killed a second later.
    /// - Returns: its status and all it said.
    /// - Throws: ``ConditionNotMet`` when the time is over; an error if it cannot be started or says more than 16 MiB.
    package static func run(
        _ program: String, _ arguments: [String] = [], environment: [String: String?] = [:],
        directory: String? = nil, deadline: Duration = .seconds(60)
    ) async throws -> CommandResult {
        // The shell changes the folder, then becomes the program, so that signals reach the program itself.
        let words = ["-c", "cd \"$0\" && exec \"$@\"", directory ?? ".", program] + arguments
        let variables = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
        let teardown = options
        return try await within(deadline, program) {
            let result = try await Subprocess.run(
                .name("sh"), arguments: Arguments(words),
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: variables)),
                platformOptions: teardown, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
            let status =
                switch result.terminationStatus {
                case .exited(let code): Int(code)
                case .signaled(let signal): 128 + Int(signal)
                }
            return CommandResult(
                command: program, status: status, output: result.standardOutput, errors: result.standardError)
        }
    }

    /// Runs a program that must end with status 0, and gives back its output.
    ///
    /// - Throws: ``CommandFailure`` if it ends otherwise; else as ``run(_:_:environment:directory:deadline:)``.
    package static func check(
        _ program: String, _ arguments: [String] = [], environment: [String: String?] = [:],
        directory: String? = nil, deadline: Duration = .seconds(60)
    ) async throws -> String {
        let result = try await run(
            program, arguments, environment: environment, directory: directory, deadline: deadline)
        guard result.status == 0 else { throw CommandFailure(result: result) }
        return result.output
    }
}
