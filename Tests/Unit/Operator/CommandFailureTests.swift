import Broker
import Database
import Foundation
import NIOHTTP1
import ServiceRuntime
import Testing

@testable import OperatorCommands

/// How commands end.
@Suite(.timeLimit(.minutes(2)))
struct CommandFailureTests {
    private static let caller = Caller(fileID: "Tests/x.swift", line: 1)

    @Test func `a database that does not answer is 69, one that refuses is 1`() {
        let lost = DatabaseError(code: .connectionLost, operation: "query", caller: Self.caller)
        let refused = DatabaseError(
            code: .server("42501"), operation: "query", caller: Self.caller,
            fault: ServerFault(sqlState: "42501", message: "permission denied"))
        #expect(OperatorCommands.CommandFailure(known: lost)?.code == .unavailable)
        #expect(OperatorCommands.CommandFailure(known: refused)?.code == .fault)
        #expect(OperatorCommands.CommandFailure(known: refused)?.message.hasPrefix("PostgreSQL: ") == true)
    }

    @Test func `a broker that does not answer is 69, one that refuses is 1`() {
        let lost = BrokerError(.unreachable, "connection refused", operation: "connect")
        let refused = BrokerError(.refusedLogin, "ACCESS_REFUSED", operation: "connect", replyCode: 403)
        #expect(OperatorCommands.CommandFailure(known: lost)?.code == .unavailable)
        #expect(OperatorCommands.CommandFailure(known: refused)?.code == .fault)
    }

    @Test func `an error of another kind is not explained`() {
        #expect(OperatorCommands.CommandFailure(known: CancellationError()) == nil)
    }

    @Test func `the codes are those of the manual`() {
        #expect(OperatorCommands.CommandFailure.fault("x").code.rawValue == 1)
        #expect(OperatorCommands.CommandFailure.unavailable("x").code.rawValue == 69)
        #expect(OperatorCommands.CommandFailure.configuration("x").code.rawValue == 78)
        #expect(ExitCode.usage.rawValue == 2)
        #expect(ExitCode.success.rawValue == 0)
    }

    @Test(arguments: [
        ["parked", "replay"], ["parked", "replay", "m-1", "--all"], ["parked", "discard", "m-1"],
        ["parked", "list", "--service", "nobody"], ["submit"], ["submit", "--sample", "file.json"],
        ["bench", "--rounds", "0"], ["region", "import"], ["nothing"], ["track"],
    ])
    func `wrong usage ends with 2`(arguments: [String]) async {
        await #expect(processExitsWith: .exitCode(2)) { [arguments] in
            await OperatorCommand.run(arguments)
        }
    }

    @Test(arguments: [["--help"], ["setup", "--help"], ["help", "parked"]])
    func `help ends with 0`(arguments: [String]) async throws {
        let result = try await #require(processExitsWith: .success, observing: [\.standardOutputContent]) {
            [arguments] in
            await OperatorCommand.run(arguments)
        }
        #expect(String(decoding: result.standardOutputContent, as: UTF8.self).contains("USAGE: mpp"))
    }

    @Test(arguments: [["setup"], ["keys", "generate", "--directory", "/nowhere"], ["token"], ["archive", "verify"]])
    func `a missing variable ends with 78 and is named`(arguments: [String]) async throws {
        let result = try await #require(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            [arguments] in
            await OperatorCommand.run(arguments)
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("MPP_"))
    }

    @Test func `a suite that does not run is 69 and says what to do`() async throws {
        // Nothing listens on the discard port of this machine.
        let client = IntakeClient(environment: OperatorEnvironment(values: ["MPP_INTAKE_URL": "http://127.0.0.1:9"]))
        let failure = await #expect(throws: OperatorCommands.CommandFailure.self) {
            try await client.send(.GET, "/v1/services")
        }
        #expect(failure?.code == .unavailable)
        #expect(failure?.message.contains("intake at http://127.0.0.1:9 does not answer") == true)
    }

    @Test func `a faulty file ends with 1`() async throws {
        let result = try await #require(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            await OperatorCommand.run(["region", "import", "/nowhere/regions.csv"])
        }
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("/nowhere/regions.csv cannot be read"))
    }
}
