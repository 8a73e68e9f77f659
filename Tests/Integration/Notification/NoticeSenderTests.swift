import Contracts
import Database
import Foundation
import TestSupport
import Testing

@testable import NotificationService
@testable import Pipeline

@Suite(.requireServer(.database), .timeLimit(.minutes(3))) struct NoticeSenderTests {
    @Test func `a due notice is handed over and settled`() async throws {
        try await NoticeBench.with { bench in
            let events = try Events(ring: bench.ring)
            try await bench.apply(try events.received())
            let transport = ScriptedTransport()
            #expect(try await bench.sender(transport).runDue(limit: 10, in: bench.engine) == 1)
            let mail = try #require(transport.given.first)
            #expect(mail.address == "siti@example.org")
            #expect(mail.words.subject == "Permohonan \(events.number) sudah kami terima")
            #expect(mail.words.body.contains("WIB"))
            #expect(try await bench.states() == ["delivered 1"])
            let said = try await bench.said()
            #expect(said.map(\.outcome) == [.delivered])
            #expect(said.first?.channel == .email)
            #expect(try await bench.number("SELECT count(*) FROM notices WHERE template_version = 1") == 1)
            #expect(try await bench.sender(transport).runDue(limit: 10, in: bench.engine) == 0)
        }
    }

    @Test func `handing over is committed before the transport begins`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            let admin = bench.database.admin
            let seen = Seen()
            let transport = ScriptedTransport { _ in
                // A failed look leaves nothing seen, and the expectation below fails.
                let states = try? await admin.column(
                    "SELECT state || ' ' || (due_at > now())::text FROM notices", as: String.self)
                await seen.note(states ?? [])
            }
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(await seen.states == ["handing-over true"])
        }
    }

    @Test func `a refusal for now is tried again, one for good is not`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            let transport = ScriptedTransport(
                .refusedForNow(reason: "busy"), .refusedForNow(reason: "busy"), .refused(reason: "unknown-recipient"))
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(Set(transport.given.map(\.messageID)).count == 1)
            #expect(transport.given.count == 3)
            let said = try await bench.said()
            #expect(said.map(\.outcome) == [.failed])
            #expect(said.first?.reason == "unknown-recipient")
            #expect(said.first?.attempts == 3)
        }
    }

    @Test func `waits grow and are kept`() async throws {
        try await NoticeBench.with(policy: NoticePolicy(firstWait: 40, longestWait: 3600)) { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            let sender = bench.sender(
                ScriptedTransport(.refusedForNow(reason: "busy"), .refusedForNow(reason: "busy")))
            for seconds in [40, 80] as [Int64] {
                #expect(try await sender.runDue(limit: 10, in: bench.engine) == 1)
                #expect(try await sender.runDue(limit: 10, in: bench.engine) == 0)
                let wait = try await bench.number(
                    "SELECT round(extract(epoch FROM due_at - now()))::bigint FROM notices")
                #expect((seconds - 5...seconds).contains(wait))
                _ = try await bench.database.admin.execute("UPDATE notices SET due_at = now()")
            }
        }
    }

    @Test func `after a crash a notice is handed over once more under the same Message-ID and listed`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            // A process that dies with the mail on its way: its commit is all that is left of it.
            _ = try await bench.database.admin.execute(
                """
                UPDATE notices SET state = 'handing-over', attempts = 1, open_attempt = 1, \
                due_at = now() + interval '60 s'
                """)
            let transport = ScriptedTransport()
            let sender = bench.sender(transport)
            #expect(try await sender.runDue(limit: 10, in: bench.engine) == 0)
            _ = try await bench.database.admin.execute("UPDATE notices SET due_at = now()")
            _ = try await sender.runDue(limit: 10, in: bench.engine)
            #expect(transport.given.count == 1)
            #expect(try await bench.states() == ["delivered 2"])
            let messageID = try await bench.database.admin.scalar(
                "SELECT message_id FROM audit_possible_doubles", as: String.self)
            #expect(messageID == transport.given.first?.messageID)
            #expect(try await bench.said().map(\.outcome) == [.delivered])
        }
    }

    @Test func `after a second crash nobody sends again, and the outcome is uncertain`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            _ = try await bench.database.admin.execute(
                """
                UPDATE notices SET state = 'handing-over-again', attempts = 2, open_attempt = 2, \
                is_possible_double = true, due_at = now()
                """)
            let transport = ScriptedTransport()
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(transport.given.isEmpty)
            #expect(try await bench.states() == ["uncertain-for-good 2"])
            let said = try await bench.said()
            #expect(said.map(\.outcome) == [.uncertain])
            #expect(said.first?.reason == "no-answer-twice")
        }
    }

    @Test func `a mail that may have been taken is sent once more and no further`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            let transport = ScriptedTransport(.maybeTaken(reason: "no-answer"), .maybeTaken(reason: "no-answer"))
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(transport.given.count == 2)
            #expect(try await bench.said().map(\.outcome) == [.uncertain])
        }
    }

    @Test func `a late answer of a sender that lost its lease counts as long as nobody sent again`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            let admin = bench.database.admin
            let second = ScriptedTransport()
            let other = bench.sender(second, lease: 60)
            let engine = bench.engine
            let first = ScriptedTransport { _ in
                do {
                    // The lease ends and another process marks the notice as uncertain, but does not get to send it.
                    _ = try await admin.execute(
                        """
                        UPDATE notices SET state = 'uncertain', is_possible_double = true, \
                        due_at = now() + interval '60 s'
                        """)
                    _ = try await other.runDue(limit: 10, in: engine)
                } catch {
                    Issue.record(error)
                }
            }
            _ = try await bench.sender(first).runDue(limit: 10, in: bench.engine)
            #expect(second.given.isEmpty)
            #expect(try await bench.states() == ["delivered 1"])
            #expect(try await bench.number("SELECT count(*) FROM audit_possible_doubles") == 0)
        }
    }

    @Test func `two senders share the due notices and take none twice`() async throws {
        try await NoticeBench.with { bench in
            for _ in 0..<30 { try await bench.apply(try Events(ring: bench.ring).received()) }
            let transport = ScriptedTransport()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { _ = try await bench.sender(transport).runDue(limit: 100, in: bench.engine) }
                }
                try await group.waitForAll()
            }
            #expect(transport.given.count == 30)
            #expect(Set(transport.given.map(\.messageID)).count == 30)
            #expect(try await bench.said().count == 30)
        }
    }

    @Test func `a server that cannot be reached is asked once, and costs no notice its chance`() async throws {
        try await NoticeBench.with(policy: NoticePolicy(firstWait: 0, longestWait: 0, giveUpAge: 0)) { bench in
            for _ in 0..<20 { try await bench.apply(try Events(ring: bench.ring).received()) }
            let down = TransportAnswer.unavailable(reason: "connection-refused")
            let transport = ScriptedTransport(down, down, down, down, down, down, down, down)
            let sender = bench.sender(transport, parallelism: 2)
            _ = try await sender.runDue(limit: 1000, in: bench.engine)
            #expect(sender.gates.reason(of: .email) == "connection-refused")
            #expect(transport.given.count <= 8)
            #expect(try await bench.said().isEmpty)
            #expect(try await sender.runDue(limit: 1000, in: bench.engine) == 0)
            try await eventually("the server is asked again and takes everything") {
                _ = try await sender.runDue(limit: 1000, in: bench.engine)
                return try await bench.said().count == 20
            }
            #expect(sender.gates.reason(of: .email) == nil)
        }
    }

    @Test func `a contact that was erased ends its notices`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            _ = try await bench.database.service.execute("DELETE FROM data_keys")
            let transport = ScriptedTransport()
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(transport.given.isEmpty)
            #expect(try await bench.said().map(\.reason) == ["contact-erased"])
        }
    }

    @Test func `a shutdown settles what is on its way`() async throws {
        try await NoticeBench.with { bench in
            for _ in 0..<6 { try await bench.apply(try Events(ring: bench.ring).received()) }
            let begun = Gate()
            let go = Gate()
            let transport = ScriptedTransport { _ in
                begun.open()
                // A cancelled wait would end here at once; the sender shields it, or the counts below differ.
                try? await go.pass()
            }
            let sender = bench.sender(transport, parallelism: 2)
            let engine = bench.engine
            let run = Task { try await sender.runDue(limit: 100, in: engine) }
            try await begun.pass()
            run.cancel()
            go.open()
            _ = try await run.value
            let states = try await bench.states()
            #expect(!states.contains { $0.hasPrefix("handing-over") })
            #expect(states.filter { $0 == "delivered 1" }.count == transport.given.count)
            #expect(transport.given.count < 6)
        }
    }

    @Test func `a region's name and clocks stand in the mail`() async throws {
        try await NoticeBench.with { bench in
            _ = try await bench.database.admin.execute(
                "INSERT INTO regions VALUES ('9171', 'Kota Jayapura', 398478, 'Asia/Jayapura')")
            try await bench.apply(try Events(ring: bench.ring, region: "9171").received())
            let transport = ScriptedTransport()
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            let body = try #require(transport.given.first?.words.body)
            #expect(body.contains("MPP Digital Kota Jayapura") && body.contains("WIT"))
        }
    }

    @Test func `the file channel leaves one line for each notice, and the same for the same notice`() async throws {
        try await NoticeBench.with([.file]) { bench in
            let events = try Events(ring: bench.ring)
            try await bench.apply(try events.received())
            let folder = bench.directory + "/notices"
            let sender = bench.sender(FileTransport(directory: folder))
            _ = try await sender.runDue(limit: 10, in: bench.engine)
            // The process died before it could settle: the notice is handed over again.
            _ = try await bench.database.admin.execute(
                """
                UPDATE notices SET state = 'uncertain', settled_at = NULL, due_at = now()
                """)
            _ = try await sender.runDue(limit: 10, in: bench.engine)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.count == 1)
            let path = folder + "/" + (files.first ?? "")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.split(separator: "\n").count == 1 && text.hasSuffix("\n"))
            let line = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(line["to"] as? String == "siti@example.org")
            #expect(line["number"] as? String == events.number.value)
            #expect(line["kind"] as? String == "received")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `the service's role cannot change its schema or read more than it must`() async throws {
        try await NoticeBench.with { bench in
            for statement in [
                "DROP TABLE notices", "ALTER TABLE notices ADD x int", "CREATE TABLE x (y int)", "DELETE FROM notices",
                "DELETE FROM submissions", "DELETE FROM events", "UPDATE regions SET name = 'x'",
            ] {
                let error = await #expect(throws: DatabaseError.self, "\(statement)") {
                    _ = try await bench.database.service.execute(SQL(unescaped: statement))
                }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
        }
    }
}

/// What a transport saw.
private actor Seen {
    private(set) var states: [String] = []

    func note(_ states: [String]) { self.states = states }
}
