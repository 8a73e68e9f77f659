package import ArgumentParser
import Database
import ServiceRuntime

/// `mpp`: the one command line of the suite.
package struct OperatorCommand: AsyncParsableCommand {
    /// The name and the sub-commands.
    package static let configuration = CommandConfiguration(
        commandName: "mpp",
        abstract: "Sets up, feeds, watches and measures an MPP Digital suite.",
        discussion: """
            Exit codes: 0 done, 1 found a fault or fell short, 2 wrong usage, 69 a server cannot be reached, \
            78 configuration.
            """,
        subcommands: [
            SetupCommand.self, DefinitionsCommand.self, KeysCommand.self, RegionCommand.self, CalendarCommand.self,
            TokenCommand.self,
            SubmitCommand.self, TrackCommand.self, ParkedCommand.self, ArchiveCommand.self, AuditCommand.self,
            BenchCommand.self, LoadCommand.self,
        ])

    /// Makes the command without its arguments.
    package init() {}

    /// Parses the arguments (the process's own, unless others are given), runs the command and ends the process with the exit code of the outcome.
    package static func run(_ arguments: [String]? = nil) async -> Never {
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Terminal.end(ServiceRuntime.ExitCode.success.rawValue)
        } catch let failure as CommandFailure {
            Terminal.complain(failure.message)
            Terminal.end(failure.code.rawValue)
        } catch {
            if let failure = CommandFailure(known: error) {
                Terminal.complain(failure.message)
                Terminal.end(failure.code.rawValue)
            }
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code == .success {
                Terminal.say(text)
                Terminal.end(ServiceRuntime.ExitCode.success.rawValue)
            }
            Terminal.complain(text)
            Terminal.end(
                code == .validationFailure
                    ? ServiceRuntime.ExitCode.usage.rawValue : ServiceRuntime.ExitCode.fault.rawValue)
        }
    }
}
