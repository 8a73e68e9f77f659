import Testing

@testable import Broker

@Suite("Wire format", .timeLimit(.minutes(1)))
struct WireTests {
    private static let full = MessageProperties(
        contentType: "application/json", messageID: "m-1", type: "submission.received.v1", correlationID: "c-1",
        appID: "intake", userID: "guest", timestamp: 1_700_000_000, persistent: true,
        headers: [
            ("text", .string("é")), ("number", .integer(-5)), ("truth", .boolean(true)), ("real", .double(1.5)),
            ("decimal", .decimal(scale: 2, value: 314)), ("bytes", .bytes([0, 1, 255])), ("time", .timestamp(42)),
            ("table", .table(["a": .integer(1), "b": .table([:])])),
            ("list", .array([.string("x"), .null, .array([])])), ("nothing", .null),
        ])

    private func encoded(_ properties: MessageProperties, stamping user: String? = nil) -> [UInt8] {
        var buffer = FrameBuffer()
        buffer.append(properties, stamping: user)
        return buffer.bytes
    }

    private func decoded(_ bytes: [UInt8]) throws(BrokerError) -> MessageProperties {
        var interner = StringInterner()
        return try MessageProperties(encoded: bytes.span, &interner)
    }

    @Test func `properties come back as they were`() throws {
        #expect(try decoded(encoded(Self.full)) == Self.full)
        #expect(try decoded(encoded(MessageProperties(persistent: false))) == MessageProperties(persistent: false))
    }

    @Test func `the user is stamped over what the message says`() throws {
        #expect(try decoded(encoded(Self.full, stamping: "dukcapil")).userID == "dukcapil")
        #expect(try decoded(encoded(MessageProperties(), stamping: "x")).userID == "x")
    }

    @Test func `properties cut short anywhere are refused, never more`() {
        let bytes = encoded(Self.full)
        for count in 0..<bytes.count {
            let error = #expect(throws: BrokerError.self, "cut to \(count)") { try decoded(Array(bytes[..<count])) }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test func `properties with any one byte changed never trap`() {
        let bytes = encoded(Self.full)
        for index in bytes.indices {
            for change in [0x00, 0x01, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = change
                do {
                    _ = try decoded(changed)
                } catch {
                    #expect(error.code == .protocolViolation)
                }
            }
        }
    }

    @Test func `every integer type of the broker is read`() throws {
        let entries: [(letter: Character, bytes: [UInt8], value: FieldValue)] = [
            ("b", [0xFF], .integer(-1)), ("B", [0xFF], .integer(255)), ("s", [0xFF, 0xFE], .integer(-2)),
            ("u", [0xFF, 0xFE], .integer(65534)), ("I", [0xFF, 0xFF, 0xFF, 0xFD], .integer(-3)),
            ("i", [0xFF, 0xFF, 0xFF, 0xFD], .integer(4_294_967_293)),
            ("l", [255, 255, 255, 255, 255, 255, 255, 252], .integer(-4)),
            ("L", [0, 0, 0, 0, 0, 0, 0, 9], .integer(9)), ("f", [0x3F, 0xC0, 0, 0], .double(1.5)),
        ]
        for entry in entries {
            var table: [UInt8] = [1, UInt8(ascii: "k"), entry.letter.asciiValue ?? 0] + entry.bytes
            table = [0x20, 0x00, 0, 0, 0, UInt8(table.count)] + table
            let properties = try decoded(table)
            #expect(properties.header("k") == entry.value, "\(entry.letter)")
        }
    }

    @Test func `a header nested without end is refused`() {
        var value = FieldValue.null
        for _ in 0..<40 { value = .array([value]) }
        let bytes = encoded(MessageProperties(headers: [("deep", value)]))
        let error = #expect(throws: BrokerError.self) { try decoded(bytes) }
        #expect(error?.code == .protocolViolation)
    }

    @Test func `text that is not UTF-8 is repaired`() throws {
        // Flags: type only.
        #expect(try decoded([0x00, 0x20, 2, 0xFF, 0x41]).type == "\u{FFFD}A")
    }

    @Test func `a publish has the bytes the specification says`() {
        var buffer = FrameBuffer()
        let message = OutboundMessage(
            exchange: "e", routingKey: "rk", properties: MessageProperties(messageID: "id"), body: [7, 8, 9])
        #expect(buffer.publish(message, stamping: nil) == true)
        #expect(
            buffer.bytes == [
                1, 0, 1, 0, 0, 0, 12, 0, 60, 0, 40, 0, 0, 1, 0x65, 2, 0x72, 0x6B, 1, 0xCE,
                2, 0, 1, 0, 0, 0, 18, 0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x10, 0x80, 2, 2, 0x69, 0x64, 0xCE,
                3, 0, 1, 0, 0, 0, 3, 7, 8, 9, 0xCE,
            ])
    }

    @Test(arguments: [0, 1, 91, 92, 93, 184, 185])
    func `a body is split into frames that fit`(size: Int) {
        var buffer = FrameBuffer()
        buffer.maximumFrameBytes = 100
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        let message = OutboundMessage(exchange: "", routingKey: "q", properties: MessageProperties(), body: body)
        #expect(buffer.publish(message, stamping: nil) == true)
        let parts = buffer.frames.filter { $0.type == FrameType.body }
        #expect(parts.flatMap(\.payload) == body)
        #expect(parts.count == (size + 91) / 92)
        #expect(parts.allSatisfy { $0.payload.count <= 92 })
    }

    @Test func `headers that do not fit a frame leave no trace`() {
        var buffer = FrameBuffer()
        buffer.maximumFrameBytes = 4096
        buffer.heartbeat()
        let before = buffer.bytes
        let message = OutboundMessage(
            exchange: "", routingKey: "q",
            properties: MessageProperties(headers: [("h", .string(String(repeating: "x", count: 5000)))]), body: [1])
        #expect(buffer.publish(message, stamping: nil) == false)
        #expect(buffer.bytes == before)
    }

    @Test func `positions count over all that was ever sent`() {
        var buffer = FrameBuffer()
        for _ in 0..<300_000 {
            buffer.heartbeat()
            if buffer.count > 64 { buffer.took(buffer.count - 3) }
        }
        #expect(buffer.end == 2_400_000)
        #expect(buffer.written == buffer.end - UInt64(buffer.count))
        buffer.took(buffer.count)
        #expect(buffer.isEmpty)
        buffer.reset()
        #expect(buffer.end == 0)
    }

    @Test func `texts that come again are the same however they collide`() {
        var interner = StringInterner()
        for round in 0..<3 {
            for number in 0..<500 {
                let text = "header-\(number)-\(String(repeating: "y", count: number % 70))"
                #expect(interner.text(Array(text.utf8).span) == text, "round \(round)")
            }
        }
    }
}
