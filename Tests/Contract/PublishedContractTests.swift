import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Published contract", .requirePython, .timeLimit(.minutes(2)))
struct PublishedContractTests {
    @Test func `every golden message agrees with its JSON Schema`() async throws {
        try await PythonChecks.run(
            "check_messages.py", [PythonChecks.contracts.appendingPathComponent("Schemas"), GoldenMessage.folder])
    }

    @Test func `the AsyncAPI document is well formed and names what the code names`() async throws {
        let constants = FileManager.default.temporaryDirectory.appendingPathComponent("wire-\(UUID().uuidString).json")
        try WireConstants().json().write(to: constants)
        defer { try? FileManager.default.removeItem(at: constants) }  // Only a temporary file stays behind.
        try await PythonChecks.run(
            "check_asyncapi.py", [PythonChecks.contracts.appendingPathComponent("asyncapi.yaml"), constants])
    }

    @Test func `there is one schema for every type`() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: PythonChecks.contracts.appendingPathComponent("Schemas").path)
        #expect(Set(names) == Set(MessageType.all.map { "\($0.rawValue).json" }))
    }
}
