import Foundation
import Subprocess

/// A mail server for one test: the suite's own sink, or one that misbehaves.
struct MailSink {
    struct NotStarted: Error {}

    let port: Int
    let folder: String

    /// The mails that arrived, complete with their envelope, in order.
    var mails: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder + "/mail").filter { $0.hasSuffix(".eml") }
                .sorted()
                .map { try String(contentsOfFile: folder + "/mail/" + $0, encoding: .utf8) }
        }
    }

    /// Runs the suite's sink around a test.
    static func with<Outcome: Sendable>(
        _ arguments: [String] = [], in folder: String, _ test: (MailSink) async throws -> Outcome
    ) async throws -> Outcome {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        let sink = root.appending(path: "docker/mail-sink").path
        return try await with(program: [sink, "--directory", folder + "/mail"] + arguments, in: folder, test)
    }

    /// Runs a server that follows a script of its own around a test.
    static func with<Outcome: Sendable>(
        misbehaving manner: String, in folder: String, _ test: (MailSink) async throws -> Outcome
    ) async throws -> Outcome {
        try await with(program: ["-c", MisbehavingServer.program, manner], in: folder, test)
    }

    private static func with<Outcome: Sendable>(
        program: [String], in folder: String, _ test: (MailSink) async throws -> Outcome
    ) async throws -> Outcome {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        // Debian's own Python is the one that has Debian's libraries.
        let outcome = try await run(
            .name("sh"), arguments: Arguments(["-c", "exec /usr/bin/python3 \"$@\"", "sh"] + program),
            platformOptions: options, input: .none,
            output: .sequence, error: .currentStandardError
        ) { execution in
            // The first line is the port.
            var line: String?
            for try await text in execution.standardOutput.strings() {
                line = text
                break
            }
            guard let port = line.flatMap({ Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) else {
                throw NotStarted()
            }
            do {
                let result = try await test(MailSink(port: port, folder: folder))
                await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))])
                return result
            } catch {
                await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))])
                throw error
            }
        }
        return outcome.closureResult
    }
}
