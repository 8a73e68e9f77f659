import Database
import Foundation
import TestSupport
import Testing

/// The real executables on real servers; each step leaves the suite as the next one finds it.
@Suite("The whole suite", .serialized, .requireServer(.privateServers), .timeLimit(.minutes(20)))
struct EndToEndTests {
    @Test func `applications survive crashes, restarts and lost messages, and each is archived and told once`()
        async throws
    {
        try await LocalSuite.with { suite in
            var numbers: [String] = []
            numbers += try await killEachService(suite)
            numbers += try await stopAndStartEachService(suite)
            numbers += try await restartServers(suite)
            numbers += try await purgeQueues(suite)
            numbers += try await servePython(suite)
            for number in numbers { try await suite.archived(number) }
            try await everythingIsRight(suite, numbers)
            try await suite.local("down")
            try await nothingRuns(suite)
        }
    }

    /// kill -9 of each service while applications are on their way.
    private func killEachService(_ suite: LocalSuite) async throws -> [String] {
        var numbers: [String] = []
        for (index, service) in LocalSuite.services.enumerated() {
            let first = 100 + index * 10
            numbers += try await suite.submitAll(first..<(first + 3))
            try await suite.local("kill", service)
            if service != "intake" { numbers += try await suite.submitAll((first + 3)..<(first + 5)) }
            try await suite.local("start", service)
            numbers += try await suite.submitAll((first + 5)..<(first + 6))
        }
        for number in numbers { try await suite.archived(number) }
        return numbers
    }

    /// SIGTERM drains: nothing is lost either.
    private func stopAndStartEachService(_ suite: LocalSuite) async throws -> [String] {
        var numbers: [String] = []
        for (index, service) in (LocalSuite.services + ["dukcapil"]).enumerated() {
            let first = 200 + index * 10
            numbers += try await suite.submitAll(first..<(first + 2))
            try await suite.local("stop", service)
            try await suite.local("start", service)
        }
        for number in numbers { try await suite.archived(number) }
        return numbers
    }

    /// Both servers go away and come back, in an orderly way and by a crash.
    private func restartServers(_ suite: LocalSuite) async throws -> [String] {
        var numbers = try await suite.submitAll(300..<302)
        try await suite.server("restart", "rabbitmq")
        numbers += try await suite.submitAll(302..<304)
        try await suite.server("restart", "postgres")
        numbers += try await suite.submitAll(304..<306)
        try await suite.server("kill", "rabbitmq")
        // Intake goes on accepting without the broker.
        numbers += try await suite.submitAll(306..<308)
        try await suite.server("start", "rabbitmq")
        try await suite.server("kill", "postgres")
        try await suite.server("start", "postgres")
        numbers += try await suite.submitAll(308..<309)
        for number in numbers { try await suite.archived(number) }
        return numbers
    }

    /// Messages that are lost from every queue are noticed and said again.
    private func purgeQueues(_ suite: LocalSuite) async throws -> [String] {
        var numbers: [String] = []
        let control = try #require(try await suite.addresses()["MPP_RABBITMQCTL"])
        let queues = [
            ("verification", "verification.events"), ("dukcapil", "agency.dukcapil.identity"),
            ("verification", "verification.results"), ("archiving", "archiving.events"),
            ("notification", "notification.events"), ("intake", "intake.events"),
        ]
        for (index, (consumer, queue)) in queues.enumerated() {
            let first = 400 + index * 10
            // Without its consumer the queue fills; what is then purged is lost to the broker. Intake's own events are
            // lost after the application is in.
            if consumer == "intake" { numbers += try await suite.submitAll(first..<(first + 2)) }
            try await suite.local("stop", consumer)
            if consumer != "intake" { numbers += try await suite.submitAll(first..<(first + 2)) }
            _ = try await Command.check(control, ["purge_queue", "-p", "mpp", queue])
            try await suite.local("start", consumer)
        }
        for number in numbers { try await suite.archived(number) }
        return numbers
    }

    /// An agency's check by a Python worker instead of the Swift one.
    private func servePython(_ suite: LocalSuite) async throws -> [String] {
        try await suite.local("stop", "dukcapil")
        let numbers = try await suite.withPythonWorker {
            let numbers = try await suite.submitAll(500..<503)
            for number in numbers { try await suite.archived(number) }
            return numbers
        }
        try await suite.local("start", "dukcapil")
        return numbers
    }

    /// Counts what has to be there exactly once.
    private func everythingIsRight(_ suite: LocalSuite, _ numbers: [String]) async throws {
        #expect(Set(numbers).count == numbers.count)
        // The sample that `up` files counts too.
        let accepted = numbers.count + 1
        try await SuiteDatabase.with(suite) { database in
            #expect(try await database.count("SELECT count(*) FROM intake.submissions") == accepted)
            #expect(
                try await database.count("SELECT count(*) FROM verification.submissions WHERE state = 'issued'")
                    == accepted)
            #expect(
                try await database.count("SELECT count(DISTINCT permit_number) FROM verification.submissions")
                    == accepted)
            #expect(
                try await database.count("SELECT count(*) FROM archiving.records WHERE kind <> 'supplement'")
                    == accepted)
            for service in LocalSuite.services {
                try await eventually(within: .seconds(60), "the outbox of \(service) is empty") {
                    try await database.count("SELECT count(*) FROM \(identifier: service).outbox") == 0
                }
                #expect(try await database.count("SELECT count(*) FROM \(identifier: service).parked") == 0)
                #expect(try await database.count("SELECT count(*) FROM \(identifier: service).deferred") == 0)
            }
            // Two mails for each application: received, and the decision.
            try await eventually(within: .seconds(120), "every notice is settled") {
                try await database.count("SELECT count(*) FROM notification.notices WHERE state <> 'delivered'") == 0
            }
            #expect(try await database.count("SELECT count(*) FROM notification.notices") == 2 * accepted)
            let expected = try await database.pool.column(
                "SELECT message_id FROM notification.notices", as: String.self)
            let doubles = try await database.count(
                "SELECT count(*) FROM notification.notices WHERE is_possible_double")
            let found = try suite.messageIDs().map { $0.trimmingCharacters(in: ["<", ">"]) }
            #expect(Set(found) == Set(expected.map { $0.trimmingCharacters(in: ["<", ">"]) }))
            #expect(found.count - Set(found).count <= doubles)
        }
        try await suite.local("mpp", "archive", "verify")
    }

    private func nothingRuns(_ suite: LocalSuite) async throws {
        let status = try await suite.status()
        #expect(status.allSatisfy { $0["running"] as? Bool == false })
    }
}
