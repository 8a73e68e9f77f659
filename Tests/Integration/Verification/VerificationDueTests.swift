import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing
import VerificationService

/// What falls due, against a real database; time is moved by moving rows.
@Suite(.requireServer(.database), .timeLimit(.minutes(5)))
struct VerificationDueTests {
    private static let open = DrainGate { _, _ in true }
    private static let shut = DrainGate { _, _ in false }

    private func fire(_ fixture: VerificationFixture, _ gate: DrainGate = open) async throws -> Int {
        try await ScheduleSource(handler: PlanHandler(fixture.proceedings, gate: gate)).runDue(
            limit: 100, in: fixture.engine)
    }

    /// Has a kind of row fall due now.
    private func makeDue(_ fixture: VerificationFixture, _ kind: String) async throws {
        _ = try await fixture.pool.execute(
            "UPDATE schedules SET due_at = now() - interval '1 s' WHERE kind = \(kind)")
    }

    @Test
    func `an agency that keeps silent is asked again and in the end left to an officer`() async throws {
        try await VerificationFixture.run { fixture in
            let body = try await fixture.file(try fixture.received())
            let id = body.submissionID
            try await fixture.answer([try await fixture.answered(id, "dinkes-3574", .recommended)])
            try await fixture.answer([
                try await fixture.answered(id, "dukcapil", .unavailable(retryAfterSeconds: nil))
            ])
            #expect(try await fixture.check(id, "dukcapil").standing == "waiting")
            _ = try await fixture.pool.execute(
                "UPDATE checks SET next_try_at = now() - interval '1 s' WHERE standing = 'waiting'")
            try await makeDue(fixture, "check-retry")
            #expect(try await fire(fixture) == 1)
            let second = try await fixture.check(id, "dukcapil")
            #expect(second.attempt == 2)
            #expect(second.standing == "asked")

            _ = try await fixture.pool.execute(
                "UPDATE checks SET answer_by = now() - interval '1 s' WHERE standing = 'asked'")
            try await makeDue(fixture, "check-deadline")
            #expect(try await fire(fixture, Self.shut) == 1)
            #expect(try await fixture.column("state", of: id) == "in-verification")
            try await makeDue(fixture, "check-deadline")
            _ = try await fire(fixture)
            #expect(try await fixture.column("state", of: id) == "in-decision")
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM audit_submissions WHERE mover = 'officer' AND submission_id = \(id.uuid)")
                    == 1)
        }
    }

    @Test
    func `the legal deadline fires only once all that arrived before is applied`() async throws {
        try await VerificationFixture.run(replacing: VerificationFixture.deemingClock) { fixture in
            var late = try fixture.received()
            late.receivedAt = Timestamp.now().adding(seconds: -60 * 86_400)
            let id = try await fixture.file(late).submissionID
            #expect(try await fire(fixture, Self.shut) > 0)
            #expect(try await fixture.column("state", of: id) == "in-verification")
            #expect(try await fixture.count("SELECT count(*) FROM schedules WHERE kind = 'legal-deadline'") == 1)
            // A message of the application that waits for its turn holds the deadline up too.
            _ = try await fixture.pool.execute(
                """
                INSERT INTO deferred (consumer, message_id, region, submission_id, reason, due_at, exchange, routing_key, \
                properties, body) VALUES ('verification.results', 'x', '3574', \(id.uuid), 'behind-another', \
                now() + interval '1 h', 'e', 'k', '', '')
                """)
            try await makeDue(fixture, "legal-deadline")
            _ = try await fire(fixture)
            #expect(try await fixture.column("state", of: id) == "in-verification")
            _ = try await fixture.pool.execute("DELETE FROM deferred")
            try await makeDue(fixture, "legal-deadline")
            _ = try await fire(fixture)
            #expect(try await fixture.column("state", of: id) == "deemed-approved")
            #expect(try await fixture.said(id).last == "submission.closed.v1")
        }
    }

    @Test
    func `an application that is being changed just now falls due at the next look`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await fixture.file(try fixture.received()).submissionID
            try await fixture.answer([
                try await fixture.answered(id, "dukcapil", .unavailable(retryAfterSeconds: nil))
            ])
            _ = try await fixture.pool.execute("UPDATE checks SET next_try_at = now() WHERE standing = 'waiting'")
            try await makeDue(fixture, "check-retry")
            try await fixture.pool.transaction { other in
                _ = try await other.query(
                    "SELECT id FROM submissions WHERE id = \(id.uuid) FOR UPDATE", as: LockedRow.self)
                #expect(try await fire(fixture) == 1)
            }
            #expect(try await fixture.check(id, "dukcapil").attempt == 1)
            #expect(try await fixture.count("SELECT count(*) FROM schedules WHERE kind = 'check-retry'") == 1)
            try await makeDue(fixture, "check-retry")
            #expect(try await fire(fixture) == 1)
            #expect(try await fixture.check(id, "dukcapil").attempt == 2)
        }
    }

    private struct LockedRow: RowDecodable {
        let id: UUID

        init(row: inout Row) throws(DatabaseError) { id = try row.next() }
    }

    @Test
    func `a correction that never comes lapses`() async throws {
        try await VerificationFixture.run { fixture in
            let incomplete = try fixture.received(documents: try VerificationFixture.documents(without: "str"))
            let id = try await fixture.file(incomplete).submissionID
            _ = try await fixture.pool.execute("UPDATE submissions SET correction_due_at = now() - interval '1 h'")
            try await makeDue(fixture, "correction-limit")
            #expect(try await fire(fixture) == 1)
            #expect(try await fixture.column("state", of: id) == "lapsed")
        }
    }

    @Test
    func `an imported calendar moves open deadlines`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await fixture.file(try fixture.received()).submissionID
            let before = try #require(try await fixture.column("deadline_due_at::date", of: id))
            let file = VerificationFixture.data.appending(path: "calendars/id-2026-1.json")
            var source = try ContractCoding.value(JSONValue.self, json: Array(try Data(contentsOf: file))).object ?? [:]
            let year = Timestamp.now().date(in: .western).year
            // A year in which every day is off until its last week.
            var day = Timestamp.now().date(in: .western)
            var holidays: [JSONValue] = []
            for _ in 0..<10 where day.adding(days: 1).year == year {
                day = day.adding(days: 1)
                holidays.append(["date": .string(day.description), "kind": "national", "name": "Contoh"])
            }
            source["year"] = .integer(Int64(year))
            source["version"] = 99
            source["holidays"] = .array(holidays)
            _ = try await fixture.pool.execute(
                """
                INSERT INTO calendars (region, year, version, content) VALUES ('ID', \(Int32(year)), 99, \
                \(JSONText(try ContractCoding.json(JSONValue.object(source)))))
                """)
            let changes = CalendarChanges(book: fixture.book, interval: .zero)
            #expect(try await changes.runDue(limit: 100, in: fixture.engine) == 1)
            #expect(try await changes.runDue(limit: 100, in: fixture.engine) == 0)
            #expect(try await fire(fixture) == 1)
            let after = try #require(try await fixture.column("deadline_due_at::date", of: id))
            #expect(after != before)
            #expect(try await fixture.column("deadline_calendar", of: id)?.contains("/99") == true)
            #expect(try await fixture.said(id) == ["submission.progressed.v1", "submission.progressed.v1"])
        }
    }

    @Test
    func `silence has the same question and the same end said again`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await fixture.file(try fixture.received()).submissionID
            let request = try await fixture.check(id, "dukcapil").request
            _ = try await fixture.pool.execute("DELETE FROM outbox")
            _ = try await fixture.pool.execute("UPDATE checks SET nudge_at = now()")
            #expect(try await CheckNudges(fixture.proceedings).runDue(limit: 100, in: fixture.engine) == 2)
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM outbox WHERE message_id = \(request) AND attempt = 2") == 1)
            #expect(try await CheckNudges(fixture.proceedings).runDue(limit: 100, in: fixture.engine) == 0)

            try await fixture.answer([
                try await fixture.answered(id, "dukcapil", .match),
                try await fixture.answered(id, "dinkes-3574", .recommended),
            ])
            // An answered question is not rebuilt, so it is not said again.
            #expect(try await fixture.proceedings.rebuilder(fixture.pool)([request]).isEmpty)
            _ = try await fixture.pool.execute("DELETE FROM outbox")
            _ = try await fixture.pool.execute("UPDATE submissions SET nudge_at = now()")
            #expect(try await ClosingNudges(fixture.proceedings).runDue(limit: 100, in: fixture.engine) == 1)
            #expect(
                try await fixture.count(
                    """
                    SELECT count(*) FROM outbox o JOIN events e USING (recorded_at, message_id) \
                    WHERE e.type = 'submission.closed.v1' AND o.attempt = 2
                    """) == 1)
        }
    }
}
