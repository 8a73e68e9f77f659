import Contracts
import Testing

@Suite("Envelope", .timeLimit(.minutes(1)))
struct EnvelopeTests {
    static func envelope() throws -> Envelope {
        Envelope(
            id: try MessageID("0195a1b2-0000-7000-8000-000000000001"), type: .checkCompleted,
            source: MessageSource(region: try RegionCode("3574"), agency: try AgencyCode("dukcapil")),
            subject: try SubmissionID(parsing: "0195a1b2-0000-7000-8000-0000000000aa"),
            time: try #require(Timestamp(rfc3339: "2026-03-17T04:30:00.5Z")), sequence: 3,
            causation: try MessageID("cause"), attempt: 2,
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "a=b")
    }

    @Test func `the wire gives back what was put on it`() throws {
        let envelope = try Self.envelope()
        #expect(try Envelope(wire: envelope.wire) == envelope)
    }

    @Test func `the native properties say the same as the headers`() throws {
        let wire = try Self.envelope().wire
        #expect(wire.contentType == "application/json")
        #expect(wire.messageID == "0195a1b2-0000-7000-8000-000000000001")
        #expect(wire.type == "check.completed.v1")
        #expect(wire.correlationID == "0195a1b2-0000-7000-8000-0000000000aa")
        #expect(wire.appID == "/mpp/3574/agency/dukcapil")
        #expect(wire.timestampSeconds == 1_773_721_800)
        #expect(wire.userID == nil)
        #expect(wire.header("cloudEvents_dataschema") == .string("urn:mpp:schema:check.completed.v1"))
        #expect(wire.header("mpp-sequence") == .integer(3))
        #expect(wire.headers.allSatisfy { !$0.0.hasPrefix("x-") })
    }

    @Test func `a plain worker needs the CloudEvents attributes and the region only`() throws {
        var wire = try Self.envelope().wire
        let optional = [
            "mpp-sequence", "mpp-causation", "mpp-attempt", "traceparent", "tracestate", "cloudEvents_dataschema",
        ]
        wire.headers.removeAll { optional.contains($0.0) }
        wire = WireProperties(headers: wire.headers)
        let envelope = try Envelope(wire: wire)
        #expect(envelope.attempt == 1)
        #expect(envelope.sequence == nil)
        #expect(envelope.type == .checkCompleted)
    }

    @Test func `everything missing is named at once`() {
        do {
            _ = try Envelope(wire: WireProperties())
            Issue.record("was taken")
        } catch {
            #expect(
                error.faults.map(\.pointer) == [
                    "/cloudEvents_specversion", "/cloudEvents_id", "/cloudEvents_type", "/cloudEvents_source",
                    "/cloudEvents_subject", "/cloudEvents_time", "/mpp-region",
                ])
            #expect(Set(error.faults.map(\.code)) == ["required"])
        }
    }

    @Test(arguments: [
        ("cloudEvents_specversion", WireValue.string("0.3"), "version"),
        ("cloudEvents_id", .string("a b"), "message-id"),
        ("cloudEvents_source", .string("/x"), "source"), ("cloudEvents_subject", .string("7"), "identifier"),
        ("cloudEvents_time", .string("now"), "time"), ("cloudEvents_type", .integer(1), "type"),
        ("mpp-region", .string("3513"), "mismatch"), ("mpp-sequence", .integer(0), "type"),
        ("mpp-sequence", .string("1"), "type"), ("mpp-attempt", .integer(-1), "type"),
        ("mpp-causation", .string(""), "message-id"), ("cloudEvents_dataschema", .string("urn:x"), "mismatch"),
        ("cloudEvents_dataschema", .integer(1), "mismatch"),
    ]) func `a wrong header is a fault`(name: String, value: WireValue, code: String) throws {
        var wire = try Self.envelope().wire
        wire.headers = wire.headers.map { $0.0 == name ? (name, value) : $0 }
        do {
            _ = try Envelope(wire: wire)
            Issue.record("was taken")
        } catch {
            #expect(error.faults.contains { $0.pointer == "/" + name && $0.code == code })
        }
    }

    @Test func `a native property that says something else is a fault`() throws {
        var wire = try Self.envelope().wire
        wire.messageID = "other"
        wire.type = "check.accepted.v1"
        wire.correlationID = ""
        do {
            _ = try Envelope(wire: wire)
            Issue.record("was taken")
        } catch {
            #expect(error.faults.map(\.pointer) == ["/message_id", "/type", "/correlation_id"])
        }
    }

    @Test(arguments: [
        "", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-0af7-b7ad-01",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ])
    func `a malformed trace is left out with its state`(text: String) throws {
        var wire = try Self.envelope().wire
        wire.headers = wire.headers.map { $0.0 == "traceparent" ? ($0.0, .string(text)) : $0 }
        let envelope = try Envelope(wire: wire)
        #expect(envelope.traceparent == nil)
        #expect(envelope.tracestate == nil)
    }

    @Test func `an unknown type is carried as it is`() throws {
        var envelope = try Self.envelope()
        envelope.type = MessageType(rawValue: "submission.praised.v7")
        #expect(try Envelope(wire: envelope.wire).type.rawValue == "submission.praised.v7")
        #expect(!MessageType.all.contains(envelope.type))
    }
}
