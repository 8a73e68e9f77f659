import Contracts
import Database
import Foundation
import Hummingbird
import Logging
import Pipeline
import ServiceRuntime
import TestSupport
import Testing

@testable import IntakeService

@Suite("When things go wrong", .requireServer(.database), .serialized, .timeLimit(.minutes(3)))
struct TroubleTests {
    /// Statements of an administrator, from outside the service's database.
    private func administer(_ intake: IntakeFixture, _ statements: [String]) async throws {
        var settings = intake.settings
        settings.database = "postgres"
        settings.searchPath = []
        settings.poolSize = 1
        let admin = DatabasePool(settings: settings, logger: .silent)
        do {
            for statement in statements { try await admin.session { try await $0.script(statement) } }
            await admin.close()
        } catch {
            await admin.close()
            throw error
        }
    }

    private func hangUp(_ intake: IntakeFixture) -> String {
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(intake.settings.database)'"
    }

    @Test func `while the database is away every answer is 503 with Retry-After, and it recovers by itself`()
        async throws
    {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let document = try await intake.upload(token)
            let (number, _) = try await intake.filed(person: 1, token: token)
            let name = intake.settings.database
            try await administer(intake, ["ALTER DATABASE \(name) ALLOW_CONNECTIONS false", hangUp(intake)])
            let answers = [
                try await intake.file(person: 2, token: token, key: "k", document: document),
                try await intake.send(.get, "/v1/submissions/\(number)", token: token),
                try await intake.send(.get, "/v1/submissions", token: token),
                try await intake.send(.post, "/v1/documents", token: token, body: IntakeFixture.pdf()),
                try await intake.post("/v1/submissions/\(number)/withdrawal", [:], token: token, key: "w"),
            ]
            for answer in answers {
                #expect(answer.status == 503)
                #expect(answer.headers[.retryAfter] != nil)
            }
            #expect(intake.files.count == 2)
            try await administer(intake, ["ALTER DATABASE \(name) ALLOW_CONNECTIONS true"])
            try await eventually("the database is back") {
                try await intake.file(person: 2, token: token, key: "k", document: document).status == 201
            }
        }
    }

    @Test func `a read-only database is 503, and nothing is left behind`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let name = intake.settings.database
            try await administer(
                intake, ["ALTER DATABASE \(name) SET default_transaction_read_only = on", hangUp(intake)])
            try await eventually("the database answers read-only") {
                try await intake.send(.post, "/v1/documents", token: token, body: IntakeFixture.pdf()).problem
                    == "unavailable"
            }
            #expect(intake.files.isEmpty)
            try await eventually("looking up goes on") {
                try await intake.send(.get, "/v1/submissions", token: token).status == 200
            }
            try await administer(
                intake, ["ALTER DATABASE \(name) SET default_transaction_read_only = off", hangUp(intake)])
            try await eventually("the database takes writes again") {
                try await intake.send(.post, "/v1/documents", token: token, body: IntakeFixture.pdf()).status == 201
            }
        }
    }

    @Test func `a connection lost in the commit is neither a yes nor a no`() async throws {
        try await IntakeFixture.run { intake in
            let filing = try await intake.filing(person: 1, subject: "citizen-1", key: "k")
            // A superuser's deferred trigger hangs up while COMMIT runs.
            try await intake.pool.session { session in
                try await session.script(
                    """
                    CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON submissions DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION hang_up();
                    """)
            }
            let answer = try await intake.work().commit([filing])
            #expect(answer == [.refused(.outcomeUnknown)])
            try await intake.pool.session { try await $0.script("DROP TRIGGER hang_up ON submissions") }
            // The repeat under the same key tells.
            guard case .accepted(let receipt)? = try await intake.work().commit([filing]).first else {
                Issue.record("the repeat was not accepted")
                return
            }
            // Had the commit come through, the look would have found it.
            #expect(try await intake.work().lookUp([filing]) == [.accepted(receipt)])
        }
    }

    @Test func `one application that cannot be kept never fails its neighbours`() async throws {
        try await IntakeFixture.run { intake in
            _ = try await intake.pool.execute(
                "ALTER TABLE submissions ADD CONSTRAINT no_thirteen CHECK (subject <> 'citizen-13')")
            let committer = GroupCommitter(work: intake.work())
            let filings = try await (10..<20).asyncMap {
                try await intake.filing(person: $0, subject: "citizen-\($0)", key: "k")
            }
            let failed = await withTaskGroup(of: String?.self, returning: [String].self) { tasks in
                for filing in filings {
                    tasks.addTask {
                        do {
                            guard case .accepted = try await committer.perform(filing) else { return "refused" }
                            return nil
                        } catch {
                            return filing.owner.subject
                        }
                    }
                }
                return await tasks.reduce(into: []) { if let subject = $1 { $0.append(subject) } }
            }
            #expect(failed == ["citizen-13"])
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 9)
        }
    }

    @Test func `what verification has not seen closes the door, and its catching up opens it`() async throws {
        try await IntakeFixture.run {
            $0.pressure = BackPressure.Limits(unseen: 2, oldestSeconds: 600, floor: 1)
        } _: { intake in
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            #expect(try await intake.assembly.pressure.measure() == .normal)
            _ = try await intake.filed(person: 2, token: token)
            let refused = try await intake.file(person: 3, token: token)
            #expect(refused.status == 503)
            #expect(refused.problem == "overloaded")
            #expect(refused.headers[.retryAfter] == "30")
            #expect(try await intake.assembly.pressure.measure() == .full)
            // Looking up goes on.
            #expect(try await intake.send(.get, "/v1/submissions/\(number)", token: token).status == 200)
            let story = try await intake.story(number)
            try await intake.apply(
                story.envelope(.submissionProgressed, .verification, 1), story.progressed(.inVerification))
            #expect(try await intake.assembly.pressure.measure() == .normal)
            #expect(try await intake.file(person: 3, token: token).status == 201)
        }
    }

    @Test func `a subject that asks too often waits, another does not`() async throws {
        try await IntakeFixture.run {
            $0.requestsPerMinute = 1
        } _: { intake in
            let token = try await intake.token("citizen-1")
            var statuses: [Int] = []
            for _ in 0..<25 {
                statuses.append(
                    try await intake.send(.post, "/v1/documents", token: token, body: IntakeFixture.pdf()).status)
            }
            #expect(statuses.count { $0 == 201 } == 20)
            #expect(statuses.last == 429)
            let other = try await intake.token("citizen-2")
            #expect(
                try await intake.send(.post, "/v1/documents", token: other, body: IntakeFixture.pdf()).status == 201)
        }
    }
}
