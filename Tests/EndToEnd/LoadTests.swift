import Database
import Foundation
import TestSupport
import Testing

/// The load tool against a whole suite of real executables.
@Suite("Load on the whole suite", .serialized, .requireServer(.privateServers), .timeLimit(.minutes(10)))
struct LoadTests {
    private static let plan = [
        "--rate", "10", "--duration", "8", "--reads", "1", "--seed", "7", "--arrival", "poisson", "--run",
    ]

    @Test func `a run is measured, audited, cleaned up, and the same run again whoever shares it`() async throws {
        try await LocalSuite.with { suite in
            let alone = try await load(suite, "alone", ["--require", "failed<=0%", "--require", "unfinished<=0"])
            let shared = try await load(suite, "shared", ["--generators", "2"])
            try sameRequests(alone, shared)
            try await nothingIsLeft(suite)
            try await suite.local("mpp", "audit", "--exact")
            try await suite.local("mpp", "archive", "verify")
            try await refusals(suite)
        }
    }

    /// Runs a load, looks at what every run must show, and gives back its result.
    private func load(_ suite: LocalSuite, _ name: String, _ options: [String]) async throws -> [String: Any] {
        let folder = suite.state + "/load/" + name
        // The machine of a test may be too busy for the schedule, which ends with 1 and is told in the result.
        let run = try await Command.run(
            suite.script, ["mpp", "load"] + Self.plan + [name, "--out", folder, "--json"] + options,
            environment: ["MPP_STATE": suite.state], deadline: .seconds(180))
        #expect([0, 1].contains(run.status), "\(run)")
        let result = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run)")
        for file in ["result.json", "report.html", "whole.hlog", "submit.hlog"] {
            #expect(FileManager.default.fileExists(atPath: folder + "/" + file), "\(file)")
        }
        let audit = try #require(result["audit"] as? [String: Any])
        #expect(audit["clean"] as? Bool == true, "\(audit)")
        for facts in try #require(result["requests"] as? [[String: Any]]) {
            let failed = facts["failed"] as? [String: Int] ?? [:]
            // Intake may hear of a request for a correction later than the generator.
            let isExpected = facts["kind"] as? String == "correction" && failed.keys.allSatisfy { $0 == "status-409" }
            #expect(failed.isEmpty || isExpected, "\(facts)")
        }
        let outcomes = try #require(result["outcomes"] as? [String: Int])
        #expect(outcomes["unfinished"] == 0)
        #expect(outcomes["issued"] ?? 0 > 0)
        #expect(outcomes["refused"] ?? 0 > 0)
        let stages = try #require(result["stages"] as? [[String: Any]])
        let finished = outcomes.values.reduce(0, +)
        for stage in ["accept", "verification", "agency", "notice", "archive", "whole"] {
            let count = stages.first { $0["name"] as? String == stage }?["count"] as? Int
            #expect(count == finished, "\(stage)")
        }
        return result
    }

    /// The seed decides what is sent and how it ends, not who sends it.
    private func sameRequests(_ first: [String: Any], _ second: [String: Any]) throws {
        func counts(_ result: [String: Any]) throws -> [String: Int] {
            let requests = try #require(result["requests"] as? [[String: Any]])
            return Dictionary(
                uniqueKeysWithValues: requests.compactMap { facts in
                    (facts["kind"] as? String).flatMap { $0 == "correction" ? nil : $0 }.map {
                        ($0, facts["sent"] as? Int ?? -1)
                    }
                })
        }
        #expect(try counts(first) == counts(second))
        #expect(first["outcomes"] as? [String: Int] == second["outcomes"] as? [String: Int])
    }

    private func nothingIsLeft(_ suite: LocalSuite) async throws {
        let control = try #require(try await suite.addresses()["MPP_RABBITMQCTL"])
        let queues = try await Command.check(control, ["list_queues", "-p", "mpp", "name", "--quiet"])
        #expect(!queues.contains("subscriber.load"), "\(queues)")
        try await SuiteDatabase.with(suite) { database in
            for schema in ["intake", "verification"] {
                let keys = try await database.count(
                    """
                    SELECT count(*) FROM \(identifier: schema).data_keys k JOIN intake.submissions s \
                    ON s.region = k.region AND s.submission_id = k.submission_id WHERE s.subject LIKE 'load-%'
                    """)
                #expect(keys == 0)
            }
            let persons = "SELECT count(nik_hmac) FROM intake.submissions WHERE subject LIKE 'load-%'"
            #expect(try await database.count("\(unescaped: persons)") == 0)
        }
    }

    private func refusals(_ suite: LocalSuite) async throws {
        for (arguments, word) in [
            (["--rate", "0", "--duration", "5"], "--rate"),
            (["--rate", "5", "--duration", "5", "--require", "e2e.p99<soon"], "soon"),
        ] {
            let run = try await Command.run(
                suite.script, ["mpp", "load"] + arguments, environment: ["MPP_STATE": suite.state])
            #expect(run.status == 2)
            #expect(run.errors.contains(word))
        }
    }
}
