import Contracts
import Foundation
import TestSupport
import Testing

/// The examples of the agencies' handbook are messages that the code and the schemas take.
@Suite("Agency handbook", .timeLimit(.minutes(1)))
struct HandbookTests {
    /// An example under the heading of its type.
    struct Example: Sendable, CustomTestStringConvertible {
        let type: String
        let place: Int
        let text: String
        var testDescription: String { "\(type) at line \(place)" }
    }

    private static let folder = PythonChecks.contracts.appendingPathComponent("Contracts.docc")

    private static func page(_ name: String) throws -> [Substring] {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The fenced blocks of a page with the last heading before each.
    private static func blocks(_ fence: String, in name: String) throws -> [Example] {
        var examples: [Example] = []
        var heading = ""
        var open: (place: Int, lines: [Substring])?
        for (index, line) in try page(name).enumerated() {
            if open != nil, line == "```" {
                let text = open?.lines.joined(separator: "\n") ?? ""
                examples.append(Example(type: heading, place: open?.place ?? 0, text: text))
                open = nil
            } else if open != nil {
                open?.lines.append(line)
            } else if line == "```" + fence {
                open = (index + 1, [])
            } else if line.hasPrefix("### ") {
                heading = String(line.dropFirst(4))
            }
        }
        return examples
    }

    private static func decode(_ type: String, _ bytes: [UInt8]) throws -> any MessageBody {
        switch MessageType(rawValue: type) {
        case .checkRequested: try ContractCoding.decode(CheckRequested.self, from: bytes)
        case .checkAccepted: try ContractCoding.decode(CheckAccepted.self, from: bytes)
        case .checkCompleted: try ContractCoding.decode(CheckCompleted.self, from: bytes)
        case .checkCancelled: try ContractCoding.decode(CheckCancelled.self, from: bytes)
        default: throw ContractViolation(code: "type", message: "\(type) is no message between suite and agencies")
        }
    }

    @Test func `each message between suite and agencies has an example`() throws {
        let types = Set(try Self.blocks("json", in: "Messages.md").map(\.type))
        #expect(
            types
                == Set(
                    [MessageType.checkRequested, .checkAccepted, .checkCompleted, .checkCancelled].map(\.rawValue)))
    }

    @Test func `every example is a valid message that loses nothing when it is read`() throws {
        for example in try Self.blocks("json", in: "Messages.md") {
            let bytes = Array(example.text.utf8)
            let body = try Self.decode(example.type, bytes)
            let written = try JSONValue(json: ContractCoding.encode(body))
            #expect(try written == JSONValue(json: bytes), "\(example.testDescription)")
        }
    }

    @Test(.requirePython) func `every example agrees with its JSON Schema`() async throws {
        try await withTemporaryDirectory { directory in
            let root = URL(fileURLWithPath: directory)
            for example in try Self.blocks("json", in: "Messages.md") {
                let folder = root.appendingPathComponent(example.type)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data(example.text.utf8).write(to: folder.appendingPathComponent("line-\(example.place).json"))
            }
            try await PythonChecks.run(
                "check_examples.py", [PythonChecks.contracts.appendingPathComponent("Schemas"), root])
        }
    }

    @Test func `every result is explained, and every reason to cancel`() throws {
        let text = try Self.page("Messages.md").joined(separator: "\n")
        for result in CheckResult.allCases { #expect(text.contains("| `\(result.rawValue)` |")) }
        for reason in CheckCancelled.Reason.allCases { #expect(text.contains("`\(reason.rawValue)`")) }
    }

    @Test func `every header that an agency sends is named`() throws {
        let text = try Self.page("AgencyHandbook.md").joined(separator: "\n")
        let names = [
            WireNames.Header.specVersion, WireNames.Header.id, WireNames.Header.type, WireNames.Header.source,
            WireNames.Header.subject, WireNames.Header.time, WireNames.Header.dataSchema, WireNames.Header.region,
            WireNames.Header.causation, WireNames.Header.traceparent, WireNames.Header.tracestate,
        ]
        for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
        let limit = "after \(DeclaredTopology.agencyDeliveryLimit) times"
        #expect(try Self.page("Troubles.md").joined(separator: "\n").contains(limit))
    }

    @Test func `the manifest is a check that the catalogue takes`() throws {
        let manifest = try #require(try Self.blocks("manifest", in: "AgencyHandbook.md").first)
        let check = try JSONValue(json: Array(manifest.text.utf8))
        let file = PythonChecks.contracts.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Services/Verification/Data/catalogue/3574/sip-dokter.json")
        var members = try #require(try JSONValue(json: Array(Data(contentsOf: file))).object)
        members["checks"] = .array([check])
        let service = try ServiceDefinition(.object(members))
        #expect(service.checks.map(\.agency.value) == ["dinkes-3574"])
        #expect(service.checks.first?.officeHours?.isEverOpen == true)
    }
}
