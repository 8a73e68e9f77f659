import ServiceRuntime
import TestSupport
import Testing

@testable import IntakeService

@Suite("Forms with files", .timeLimit(.minutes(1)))
struct MultipartMachineTests {
    private static let type = "multipart/form-data; boundary=\"xYz\""
    private static let body = Array(
        ("preamble\r\n--xYz\r\nContent-Disposition: form-data; name=\"kunci\"\r\n\r\nabc\r\n"
            + "--xYz\r\ncontent-disposition: form-data; name=\"str\"; filename=\"a b.pdf\"\r\n"
            + "Content-Type: application/pdf\r\n\r\n%PDF\r\n--xY\r\n-\r\n"
            + "--xYz\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--xYz--\r\nepilogue")
            .utf8)

    private func read(_ pieces: [[UInt8]]) throws -> (parts: [String], isFinished: Bool) {
        var machine = try MultipartMachine(contentType: Self.type)
        var parts: [String] = []
        var content: [UInt8] = []
        for piece in pieces {
            for event in try machine.on(piece) {
                switch event {
                case .begin(let field, let file): parts.append("\(field)|\(file ?? "-")|")
                case .content(let bytes): content += bytes
                case .end:
                    parts[parts.count - 1] += String(decoding: content, as: UTF8.self)
                    content = []
                }
            }
        }
        return (parts, machine.isFinished)
    }

    @Test func `parts are the same however the bytes come in`() throws {
        let expected = ["kunci|-|abc", "str|a b.pdf|%PDF\r\n--xY\r\n-", "none||"]
        for size in [1, 2, 3, 7, 16, 1000] {
            let pieces = stride(from: 0, to: Self.body.count, by: size).map {
                Array(Self.body[$0..<min($0 + size, Self.body.count)])
            }
            let found = try read(pieces)
            #expect(found.parts == expected, "\(size)")
            #expect(found.isFinished)
        }
    }

    @Test func `a form that breaks off is not finished`() throws {
        #expect(!(try read([Array(Self.body.prefix(150))]).isFinished))
    }

    @Test func `anything else is refused`() throws {
        #expect(throws: Problem.self) { try MultipartMachine(contentType: nil) }
        #expect(throws: Problem.self) { try MultipartMachine(contentType: "application/x-www-form-urlencoded") }
        #expect(throws: Problem.self) { try MultipartMachine(contentType: "multipart/form-data") }
        #expect(throws: Problem.self) { try self.read([Array("--xYz\r\nX: y\r\n\r\n".utf8)]) }
        #expect(throws: Problem.self) { try self.read([Array("--xYzjunk".utf8)]) }
        #expect(throws: Problem.self) {
            try self.read([Array("--xYz\r\n".utf8) + [UInt8](repeating: 65, count: 9000)])
        }
    }
}
