import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Golden messages", .timeLimit(.minutes(1)))
struct GoldenMessagesTests {
    /// Reads a golden file; a missing one is written only when `MPP_TEST_RECORD=1` asks for it, and never replaced.
    private func kept(_ message: GoldenMessage) throws -> [UInt8] {
        if TestEnvironment.value("MPP_TEST_RECORD") == "1", !FileManager.default.fileExists(atPath: message.file.path) {
            try FileManager.default.createDirectory(
                at: message.file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(message.written()).write(to: message.file)
        }
        return Array(try Data(contentsOf: message.file))
    }

    @Test(arguments: GoldenMessages.all) func `the present code writes the bytes of old`(message: GoldenMessage) throws
    {
        let bytes = try kept(message)
        #expect(String(decoding: try message.written(), as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
        #expect(try message.written() == bytes)
    }

    @Test(arguments: GoldenMessages.all) func `the bytes of old are read as ever`(message: GoldenMessage) throws {
        #expect(try message.isReadFrom(kept(message)))
    }

    @Test(arguments: GoldenMessages.all) func `members of later versions are ignored`(message: GoldenMessage) throws {
        let later = Self.adding(try JSONValue(json: kept(message)))
        let bytes = try later.json()
        #expect(try bytes != kept(message))
        #expect(try message.isReadFrom(bytes))
    }

    @Test func `every type has golden bytes, and every file has its message`() throws {
        #expect(Set(GoldenMessages.all.map(\.type)) == Set(MessageType.all))
        var files: Set<String> = []
        for type in try FileManager.default.contentsOfDirectory(atPath: GoldenMessage.folder.path) {
            let folder = GoldenMessage.folder.appendingPathComponent(type)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                files.insert("\(type)/\(name)")
            }
        }
        let messages = GoldenMessages.all.map { "\($0.type)/\($0.name).json" }
        #expect(Set(messages).count == messages.count)
        #expect(files == Set(messages))
    }

    /// The value with an unknown member in every object but the free ones of an agency's fields.
    private static func adding(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            var later = members.mapValues { adding($0) }
            if let fields = members["fields"] { later["fields"] = fields }
            later["addedInTheYear2030"] = ["deep": [1, nil, "x"]]
            return .object(later)
        case .array(let values): return .array(values.map { adding($0) })
        default: return value
        }
    }
}
