import Contracts
import ServiceRuntime
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1)))
struct AgencyWorkerTests {
    @Test func `checks are kept in the order they were added`() throws {
        let worker = try AgencyWorker(agency: "dukcapil").check("identity") { _ in .match }
            .check("address") { _ in .notFound }
        #expect(worker.checks.map(\.code.value) == ["identity", "address"])
    }

    @Test(arguments: ["", "Dukcapil", "a.b", "a b", String(repeating: "a", count: 41)])
    func `a code that no queue could carry is refused`(code: String) throws {
        #expect(throws: ContractViolation.self) { try AgencyWorker(agency: code) }
        let worker = try AgencyWorker(agency: "dukcapil")
        #expect(throws: ContractViolation.self) { try worker.check(code) { _ in .match } }
    }

    @Test func `a check cannot be added twice`() throws {
        let worker = try AgencyWorker(agency: "dukcapil").check("identity") { _ in .match }
        let error = try #require(throws: ContractViolation.self) { try worker.check("identity") { _ in .notFound } }
        #expect(error.faults.map(\.code) == ["duplicate"])
    }

    @Test func `the settings are read, and the broker's address is not printed`() throws {
        let reader = SettingsReader(values: [
            "broker.url": "amqp://dukcapil:9f2kd83jfiw02kd8@127.0.0.1:5672/mpp", "worker.concurrency": "4",
        ])
        let settings = WorkerSettings(reader, agency: try AgencyCode("dukcapil"))
        try reader.finish()
        #expect(settings.concurrency == 4)
        #expect(settings.brokerURL.value.hasSuffix("/mpp"))
        #expect(!"\(settings)".contains("9f2kd83jfiw02kd8"))
        #expect(!"\(reader.effective)".contains("9f2kd83jfiw02kd8"))
    }

    @Test func `without settings there are sixteen questions at once and a fault that names the address`() throws {
        let reader = SettingsReader(values: [:])
        let settings = WorkerSettings(reader, agency: try AgencyCode("dukcapil"))
        #expect(settings.concurrency == 16)
        let error = try #require(throws: SettingsError.self) { try reader.finish() }
        #expect(error.faults.map(\.key) == ["broker.url"])
    }

    @Test(arguments: ["0", "257", "many"])
    func `a concurrency out of its bounds is a fault`(text: String) throws {
        let reader = SettingsReader(values: [
            "broker.url": "amqp://dukcapil:9f2kd83jfiw02kd8@127.0.0.1/mpp", "worker.concurrency": text,
        ])
        _ = WorkerSettings(reader, agency: try AgencyCode("dukcapil"))
        let error = try #require(throws: SettingsError.self) { try reader.finish() }
        #expect(error.faults.map(\.key) == ["worker.concurrency"])
    }
}
