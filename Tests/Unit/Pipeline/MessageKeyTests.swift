import Contracts
import Testing

@testable import Pipeline

@Suite("The key of a message", .timeLimit(.minutes(1)))
struct MessageKeyTests {
    private func properties(
        id: String? = nil, user: String? = nil, headers: [(String, WireValue)] = []
    ) -> WireProperties {
        WireProperties(
            contentType: nil, messageID: id, type: nil, correlationID: nil, appID: nil, timestampSeconds: nil,
            userID: user, headers: headers)
    }

    @Test func `the envelope's id leads, then the native one, then the header, then the content`() throws {
        let envelope = Envelope(
            type: .submissionReceived, source: MessageSource(region: try RegionCode("3574"), service: .intake),
            subject: .make())
        let header: [(String, WireValue)] = [(WireNames.Header.id, .string("in-a-header"))]
        #expect(properties(id: "native").key(envelope, exchange: "", body: []) == envelope.id.value)
        #expect(properties(id: "native", headers: header).key(nil, exchange: "", body: []) == "native")
        #expect(properties(id: "", headers: header).key(nil, exchange: "", body: []) == "in-a-header")
        let (first, second) = (
            properties().key(nil, exchange: "", body: [1]), properties().key(nil, exchange: "", body: [2])
        )
        #expect(first != second)
        #expect(first == properties().key(nil, exchange: "other", body: [1]))
    }

    @Test func `an agency's id is led by its sender, and nobody else's is`() {
        let agency = properties(id: "1", user: "dukcapil")
        #expect(agency.key(nil, exchange: WireNames.Exchange.results, body: []) == "dukcapil:1")
        #expect(agency.key(nil, exchange: WireNames.Exchange.events, body: []) == "1")
    }

    @Test func `a key can be stored and is not too long`() {
        #expect(properties(id: "a\u{0}b").key(nil, exchange: "", body: []) == "a\u{FFFD}b")
        let long = properties(id: String(repeating: "x", count: 400)).key(nil, exchange: "", body: [])
        #expect(long.count == 300)
    }

    @Test func `stored properties come back as they were, but for what PostgreSQL cannot keep`() throws {
        let stored = properties(
            id: "id", user: "user",
            headers: [
                ("text", .string("ü")), ("nul", .string("\u{0}")), ("number", .integer(.min)),
                ("truth", .boolean(false)),
            ])
        let read = try StoredProperties.decode(try StoredProperties.encode(stored))
        #expect(read.messageID == "id")
        #expect(read.userID == "user")
        #expect(read.headers.map(\.0) == ["text", "nul", "number", "truth"])
        #expect(read.headers.map(\.1) == [.string("ü"), .string("\u{FFFD}"), .integer(.min), .boolean(false)])
    }
}
