import Contracts
import Database
import Foundation
import Hummingbird
import IntakeService
import ServiceRuntime
import TestSupport
import Testing

@testable import Pipeline

@Suite("Following the other services", .requireServer(.database), .serialized, .timeLimit(.minutes(2)))
struct EventTests {
    private func withStory(
        _ body: @Sendable (IntakeFixture, IntakeFixture.Story, _ token: String) async throws -> Void
    ) async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            try await body(intake, try await intake.story(number), token)
        }
    }

    private func status(_ intake: IntakeFixture, _ story: IntakeFixture.Story, _ token: String) async throws
        -> JSONValue
    {
        try await intake.send(.get, "/v1/submissions/\(story.number.value)", token: token).body
    }

    @Test func `a whole story ends archived, in order, with nothing awaited`() async throws {
        try await withStory { intake, story, token in
            let progressed = story.envelope(.submissionProgressed, .verification, 1, causation: story.received)
            let closed = story.envelope(.submissionClosed, .verification, 2)
            let notice = story.envelope(.noticeSettled, .notification, 2, causation: closed.id)
            let first = story.envelope(.noticeSettled, .notification, 1, causation: story.received)
            let archived = story.envelope(.recordArchived, .archiving, 1, causation: closed.id)
            try await intake.apply(progressed, story.progressed(.inDecision))
            var shown = try await status(intake, story, token)
            #expect(shown["state"] == "in-decision")
            #expect(shown["deadline"]?["status"] == "running")
            #expect(shown["waitingFor"]?.array?.first?["kind"] == "officer")
            #expect(try await intake.count("SELECT count(*) FROM submissions WHERE seen_at IS NOT NULL") == 1)

            try await intake.apply([
                (archived, try ContractCoding.encode(story.archived())),
                (notice, try ContractCoding.encode(story.settled(closed.id, about: .submissionClosed))),
                (closed, try ContractCoding.encode(try story.closed())),
            ])
            shown = try await status(intake, story, token)
            #expect(shown["state"] == "withdrawn")
            #expect(shown["isFinal"] == true)
            #expect(shown["archivedAt"] != nil)
            #expect(shown["record"]?["chainIndex"] == 1)
            #expect(try await intake.count("SELECT count(*) FROM submissions WHERE awaiting IS NOT NULL") == 1)

            try await intake.apply(first, story.settled(story.received, about: .submissionReceived))
            #expect(try await intake.count("SELECT count(*) FROM awaited_notices") == 0)
            #expect(try await intake.count("SELECT count(*) FROM submissions WHERE awaiting IS NOT NULL") == 0)
            shown = try await status(intake, story, token)
            #expect(
                shown["timeline"]?.array?.compactMap { $0["type"]?.string } == [
                    "submission.received.v1", "notice.settled.v1", "submission.progressed.v1", "submission.closed.v1",
                    "notice.settled.v1", "record.archived.v1",
                ])
            for name in ["closed", "archived"] {
                #expect(try await intake.count("SELECT total FROM audit_counters WHERE name = \(name)") == 1)
            }
        }
    }

    @Test func `a record that is kept before the end was heard leaves the end awaited`() async throws {
        try await withStory { intake, story, _ in
            let received = story.envelope(.noticeSettled, .notification, 1, causation: story.received)
            try await intake.apply(received, story.settled(story.received, about: .submissionReceived))
            let archived = story.envelope(.recordArchived, .archiving, 1)
            try await intake.apply(archived, story.archived())
            #expect(try await intake.count("SELECT count(*) FROM submissions WHERE awaiting IS NOT NULL") == 1)
        }
    }

    @Test func `a redelivery changes nothing and counts nothing`() async throws {
        try await withStory { intake, story, _ in
            let closed = story.envelope(.submissionClosed, .verification, 1)
            for _ in 0..<3 { try await intake.apply(closed, try story.closed()) }
            #expect(try await intake.count("SELECT count(*) FROM timeline") == 2)
            #expect(try await intake.count("SELECT total FROM audit_counters WHERE name = 'closed'") == 1)
            #expect(try await intake.count("SELECT count(*) FROM awaited_notices") == 2)
        }
    }

    @Test func `an event ahead of its predecessor waits, then both are applied in order`() async throws {
        try await withStory { intake, story, token in
            let first = story.envelope(.submissionProgressed, .verification, 1)
            let second = story.envelope(.submissionProgressed, .verification, 2)
            try await intake.apply(second, story.progressed(.inDecision))
            #expect(try await intake.count("SELECT count(*) FROM deferred") == 1)
            #expect(try await status(intake, story, token)["state"] == "received")
            try await intake.apply(first, story.progressed(.inVerification))
            #expect(try await status(intake, story, token)["state"] == "in-verification")
        }
    }

    @Test func `a notice settled before its event leaves nothing awaited`() async throws {
        try await withStory { intake, story, _ in
            let asked = story.envelope(.correctionRequested, .verification, 1)
            let notice = story.envelope(.noticeSettled, .notification, 1, causation: asked.id)
            try await intake.apply(notice, story.settled(asked.id, about: .correctionRequested))
            try await intake.apply(asked, try story.correction(["/documents/str"]))
            #expect(
                try await intake.pool.column("SELECT event_message_id FROM awaited_notices", as: String.self) == [
                    story.received.value
                ])
        }
    }

    @Test func `an event about an application that is not ours is refused, its neighbours are not`() async throws {
        try await withStory { intake, story, _ in
            let stranger = IntakeFixture.Story(
                id: .make(), number: .make(region: story.region), region: story.region, received: .make(), at: story.at)
            let foreign = stranger.envelope(.submissionProgressed, .verification, 1)
            await #expect(throws: MessageRejection.self) {
                try await intake.apply(foreign, stranger.progressed(.inVerification))
            }
            let applied = try await intake.count("SELECT count(*) FROM inbox")
            #expect(applied == 0)
        }
    }

    @Test func `a body that does not fit its type is not taken`() async throws {
        try await withStory { intake, story, _ in
            let envelope = story.envelope(.submissionProgressed, .verification, 1)
            let inbound = InboundMessage(
                key: "k", envelope: envelope, properties: envelope.wire, exchange: "mpp.events", routingKey: "key",
                body: Array("{}".utf8), deliveryCount: 0)
            #expect(throws: ContractViolation.self) { try intake.assembly.handler.decode(inbound) }
            let unknown = InboundMessage(
                key: "k", envelope: story.envelope(.checkRequested, .verification, 1), properties: envelope.wire,
                exchange: "mpp.events", routingKey: "key", body: Array("{}".utf8), deliveryCount: 0)
            #expect(throws: ContractViolation.self) { try intake.assembly.handler.decode(unknown) }
        }
    }

    @Test func `silence is answered by saying everything again, at growing waits`() async throws {
        try await withStory { intake, story, _ in
            let source = NudgeSource(nudging: Nudging(firstSeconds: 60, longestSeconds: 3600))
            #expect(try await source.runDue(limit: 10, in: intake.engine) == 0)
            _ = try await intake.pool.execute("DELETE FROM outbox")
            _ = try await intake.pool.execute(
                "UPDATE submissions SET nudge_at = now(), received_at = now() - interval '61 s'")
            #expect(try await source.runDue(limit: 10, in: intake.engine) == 1)
            #expect(
                try await intake.count(
                    "SELECT count(*) FROM outbox WHERE attempt = 2 AND message_id::text = \(story.received.value)") == 1
            )
            #expect(
                try await intake.count(
                    """
                    SELECT count(*) FROM submissions WHERE nudges = 1 \
                    AND nudge_at BETWEEN now() + interval '100 s' AND now() + interval '140 s'
                    """) == 1)
            #expect(try await source.runDue(limit: 10, in: intake.engine) == 0)
            // An event starts the waits again: what was due is put off. While people have the next move it is an hour.
            try await intake.apply(
                story.envelope(.submissionProgressed, .verification, 1), story.progressed(.inDecision))
            _ = try await intake.pool.execute("DELETE FROM outbox")
            _ = try await intake.pool.execute("UPDATE submissions SET nudge_at = now()")
            #expect(try await source.runDue(limit: 10, in: intake.engine) == 1)
            #expect(
                try await intake.count(
                    "SELECT count(*) FROM submissions WHERE nudges = 0 AND nudge_at > now() + interval '50 min'") == 1)
            #expect(try await intake.count("SELECT count(*) FROM outbox") == 0)
            _ = try await intake.pool.execute(
                "UPDATE submissions SET nudge_at = now(), heard_at = now() - interval '61 min'")
            #expect(try await source.runDue(limit: 10, in: intake.engine) == 1)
            #expect(try await intake.count("SELECT count(*) FROM outbox WHERE attempt = 2") == 1)
            #expect(
                try await intake.count("SELECT count(*) FROM submissions WHERE nudge_at > now() + interval '50 min'")
                    == 1)
        }
    }

    @Test func `a disposed record erases the application here`() async throws {
        try await withStory { intake, story, token in
            let message = try #require(UUID(uuidString: story.received.value))
            try await intake.apply(story.envelope(.submissionClosed, .verification, 1), try story.closed())
            try await intake.apply(story.envelope(.recordArchived, .archiving, 1), story.archived())
            #expect(try await SealedStatement.rebuilder(intake.pool)([message]).count == 1)
            try await intake.apply(story.envelope(.recordDisposed, .archiving, 2), story.disposed())
            #expect(try await SealedStatement.rebuilder(intake.pool)([message]).isEmpty)
            #expect(try await intake.count("SELECT count(*) FROM data_keys") == 0)
            #expect(
                try await intake.count(
                    "SELECT count(*) FROM submissions WHERE nik_hmac IS NULL AND body_hash IS NULL") == 1)
            #expect(intake.files.count == 1)
            #expect(try await RemovableDocumentSource(store: intake.store).runDue(limit: 10, in: intake.engine) == 1)
            #expect(intake.files.isEmpty)
            let shown = try await status(intake, story, token)
            #expect(shown["disposedAt"] != nil)
        }
    }
}
