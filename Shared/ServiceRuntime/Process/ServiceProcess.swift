import Foundation
package import ServiceLifecycle

/// The life of a service process: arguments, settings, telemetry, services, signals, exit code.
package enum ServiceProcess {
    /// Builds the parts of a service, in the order they start; they stop in reverse.
    package typealias Build = (RuntimeContext) async throws -> [any Service]

    /// Runs a service as the whole of a process.
    ///
    /// An unreachable server never stops the start: `build` only reads settings and makes objects, and their `run()`
    /// connects.
    ///
    /// - Parameters:
    ///   - name: The name of the service.
    ///   - opsPort: The default port of probes and metrics.
    ///   - build: Makes the parts.
    package static func main(name: String, opsPort: Int = 9080, build: Build) async -> Never {
        let arguments = CommandLine.arguments.dropFirst()
        let request = CommandLineRequest(Array(arguments))
        let code = await respond(to: request, name: name, opsPort: opsPort, build: build)
        // A service that has served has said all it had to say. The C libraries' clean-up at exit must not meet a thread
        // that still opens a connection.
        if case .serve = request { _exit(code.rawValue) }
        exit(code.rawValue)
    }

    /// Does what the command line asks for.
    static func respond(
        to request: CommandLineRequest, name: String, opsPort: Int, build: Build
    ) async -> ExitCode {
        switch request {
        case .help:
            print(CommandLineRequest.help(name: name), terminator: "")
            return .success
        case .version:
            print("\(name) \(BuildInfo.version)")
            return .success
        case .misuse(let reason):
            complain("\(name): \(reason); see \(name) --help")
            return .usage
        case .health(let overrides):
            return await probe(name: name, opsPort: opsPort, overrides: overrides)
        case .checkConfig(let overrides):
            return await checkConfig(name: name, opsPort: opsPort, overrides: overrides, build: build)
        case .serve(let overrides):
            return await serve(name: name, opsPort: opsPort, overrides: overrides, build: build)
        }
    }

    /// Writes a line for people to the standard error.
    static func complain(_ line: String) {
        // `try?`: without a standard error there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Says why a process cannot start or go on, and with which code it ends.
    static func explain(_ error: any Error, name: String, during phase: String) -> ExitCode {
        if let error = error as? SettingsError {
            complain("\(name): \(phase): \(error.faults.count) wrong or missing setting(s):")
            for fault in error.faults { complain("  \(fault)") }
            return error.exitCode
        }
        if let error = error as? any ProcessFault {
            complain("\(name): \(phase): \(error)")
            return error.exitCode
        }
        complain("\(name): \(phase): \(redacted(error))")
        return .fault
    }
}
