import Contracts
import Database
import Foundation
import TestSupport
import Testing

@testable import NotificationService
@testable import Pipeline

@Suite(.requireServer(.database), .timeLimit(.minutes(3))) struct NotificationHandlerTests {
    @Test func `an event becomes one notice, however often it comes`() async throws {
        try await NoticeBench.with { bench in
            let received = try Events(ring: bench.ring).received()
            try await bench.apply(received)
            try await bench.apply(received)
            #expect(try await bench.states() == ["pending 0"])
            #expect(try await bench.said().isEmpty)
            #expect(
                try await bench.number(
                    "SELECT count(*) FROM notices WHERE message_id ~ '^<[0-9a-f]{40}@mpp[.]example>$'") == 1)
        }
    }

    @Test func `on the null channel notices are settled in the transaction that makes them`() async throws {
        try await NoticeBench.with([.null]) { bench in
            let events = try Events(ring: bench.ring)
            let received = try events.received()
            try await bench.apply(received, try events.closed())
            let said = try await bench.said()
            #expect(said.map(\.outcome) == [.delivered, .delivered])
            #expect(said.map(\.channel) == [.null, .null])
            #expect(said.first?.event == received.envelope.id)
            #expect(said.first?.attempts == 1)
            #expect(try await bench.states() == ["delivered 1", "delivered 1"])
            #expect(
                try await bench.database.admin.column(
                    "SELECT sequence FROM events ORDER BY sequence", as: Int64.self) == [1, 2])
            #expect(
                try await bench.database.admin.scalar(
                    "SELECT causation || ' ' || traceparent FROM events WHERE sequence = 1", as: String.self)
                    == "\(received.envelope.id) 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        }
    }

    @Test func `an applicant whom no channel reaches is told of as failed`() async throws {
        try await NoticeBench.with { bench in
            var events = try Events(ring: bench.ring)
            events.contactText = #"{"phone":"+628110000"}"#
            let received = try events.received()
            try await bench.apply(received)
            try await bench.apply(try events.closed())
            let said = try await bench.said()
            #expect(said.map(\.outcome) == [.failed, .failed])
            #expect(said.map(\.reason) == ["no-address", "no-address"])
            #expect(said.map(\.channel) == [.email, .email])
            #expect(try await bench.states() == ["failed 0", "failed 0"])
        }
    }

    @Test func `an event that overtakes the contact waits for it`() async throws {
        try await NoticeBench.with([.null]) { bench in
            let events = try Events(ring: bench.ring)
            let correction = try events.correctionRequested()
            try await bench.apply(correction)
            #expect(try await bench.states() == ["awaiting-contact 0"])
            #expect(try await bench.said().isEmpty)
            let received = try events.received()
            try await bench.apply(received)
            let said = try await bench.said()
            #expect(Set(said.map(\.event)) == [correction.envelope.id, received.envelope.id])
            #expect(said.allSatisfy { $0.outcome == .delivered })
        }
    }

    @Test func `in one batch too an event may stand before the contact`() async throws {
        try await NoticeBench.with([.null]) { bench in
            let events = try Events(ring: bench.ring)
            try await bench.apply(try events.correctionRequested(), try events.received())
            #expect(try await bench.said().count == 2)
        }
    }

    @Test func `the closing event alone brings the contact`() async throws {
        try await NoticeBench.with([.null]) { bench in
            let events = try Events(ring: bench.ring)
            try await bench.apply(try events.correctionRequested())
            try await bench.apply(try events.closed())
            #expect(try await bench.said().count == 2)
        }
    }

    @Test func `a nudge repeats what was said under the same ids`() async throws {
        try await NoticeBench.with([.null]) { bench in
            let events = try Events(ring: bench.ring)
            let received = try events.received()
            try await bench.apply(received)
            _ = try await bench.database.admin.execute("DELETE FROM outbox")
            try await bench.apply(received)
            #expect(try await bench.number("SELECT count(*) FROM outbox") == 0)
            try await bench.apply(try events.received(attempt: 2, id: received.envelope.id))
            #expect(
                try await bench.number(
                    "SELECT count(*) FROM outbox o JOIN events e USING (message_id) WHERE o.attempt = 2") == 1)
            #expect(try await bench.said().count == 1)
        }
    }

    @Test func `a corrected contact is used from then on`() async throws {
        try await NoticeBench.with { bench in
            let events = try Events(ring: bench.ring)
            try await bench.apply(try events.received())
            try await bench.apply(
                try events.closed(contact: #"{"email":"baru@example.org","channels":["email"]}"#))
            let transport = ScriptedTransport()
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(Set(transport.given.map(\.address)) == ["baru@example.org"])
            #expect(Set(transport.given.map(\.messageID)).count == 2)
        }
    }

    @Test func `what is kept holds no address in clear`() async throws {
        try await NoticeBench.with { bench in
            let events = try Events(ring: bench.ring)
            try await bench.apply(try events.received(), try events.closed())
            _ = try await bench.sender(ScriptedTransport()).runDue(limit: 10, in: bench.engine)
            for table in ["submissions", "notices", "data_keys", "events", "inbox"] {
                #expect(try await bench.number("SELECT count(*) FROM \(unescaped: table)") > 0)
                for clear in ["siti@example", "628110000"] {
                    let digits = clear.utf8.map { String($0, radix: 16) }.joined()
                    let found = try await bench.number(
                        """
                        SELECT count(*) FROM \(unescaped: table) t \
                        WHERE position(\(digits) IN t::text) > 0 OR position(\(clear) IN t::text) > 0
                        """)
                    #expect(found == 0, "\(clear) in \(table)")
                }
            }
        }
    }

    @Test func `a contact that is none is the message's own fault`() async throws {
        try await NoticeBench.with { bench in
            var events = try Events(ring: bench.ring)
            events.contactText = "no JSON"
            let error = await #expect(throws: MessageRejection.self) { try await bench.apply(try events.received()) }
            #expect(error?.reason == "contact-not-readable")
            #expect(try await bench.states().isEmpty)
        }
    }

    @Test func `events of many applications and regions share a batch`() async throws {
        try await NoticeBench.with([.null]) { bench in
            let all = try ["3574", "3573", "9171", "3574"].map { try Events(ring: bench.ring, region: $0) }
            try await bench.apply(
                try all[0].received(), try all[1].received(), try all[2].received(), try all[3].received(),
                try all[0].closed())
            #expect(try await bench.said().count == 5)
            #expect(
                try await bench.database.admin.column(
                    "SELECT last_sequence FROM submissions ORDER BY last_sequence", as: Int64.self) == [1, 1, 1, 2])
        }
    }

    @Test func `two replicas at once number what they say without gaps`() async throws {
        try await NoticeBench.with([.null]) { bench in
            let events = try Events(ring: bench.ring)
            try await bench.apply(try events.received())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await bench.apply(try events.correctionRequested()) } }
                try await group.waitForAll()
            }
            #expect(
                try await bench.database.admin.column("SELECT sequence FROM events ORDER BY 1", as: Int64.self)
                    == Array(1...9))
        }
    }
}
