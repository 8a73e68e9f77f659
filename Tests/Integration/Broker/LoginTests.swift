import Broker
import Testing

@Suite("Logging in to a real broker", .needsBroker, .timeLimit(.minutes(2)))
struct LoginTests {
    @Test func `a wrong password says so at once`() async throws {
        let settings = try BrokerServer.settings().withPassword("not-this-one")
        let start = ContinuousClock.now
        let error = await #expect(throws: BrokerError.self) {
            try await TopologyClient.missing(
                from: Topology(queues: [Topology.Queue(name: "x")]), settings: settings)
        }
        #expect(error?.code == .refusedLogin)
        #expect(error?.replyCode == 403)
        #expect(error?.disposition == .permanent)
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test func `a publisher with a wrong password keeps trying and says why`() async throws {
        var settings = try BrokerServer.settings().withPassword("not-this-one")
        settings.unsentLimit = .milliseconds(300)
        try await BrokerServer.withPublisher(settings) { publisher in
            let outcome = await publisher.publish(BrokerServer.messages(1, to: "x"))
            #expect(outcome.first?.kind == "unsent")
            try await eventually("the reason") {
                if case .connecting(let reason) = publisher.state { reason.contains("403") } else { false }
            }
        }
    }

    @Test func `an unknown virtual host is a refused login`() async throws {
        var settings = try BrokerServer.settings()
        settings.virtualHost = "no-such-host"
        let error = await #expect(throws: BrokerError.self) {
            try await TopologyClient.count(queue: "x", settings: settings)
        }
        #expect(error?.code == .refusedLogin)
        #expect(error?.replyCode == 530)
    }

    @Test func `a host that does not answer is named, and messages come back in time`() async throws {
        var settings = try BrokerServer.settings()
        settings.addresses = [BrokerAddress(host: "127.0.0.1", port: 1)]
        settings.unsentLimit = .milliseconds(500)
        try await BrokerServer.withPublisher(settings) { publisher in
            let start = ContinuousClock.now
            let outcomes = await publisher.publish(BrokerServer.messages(3, to: "x"))
            #expect(outcomes.allSatisfy { $0.kind == "unsent" })
            #expect(ContinuousClock.now - start < .seconds(6))
            guard case .connecting(let reason) = publisher.state else {
                Issue.record("\(publisher.state)")
                return
            }
            #expect(reason.contains("127.0.0.1:1"))
        }
    }

    @Test func `of several hosts the first that answers is used`() async throws {
        var settings = try BrokerServer.settings()
        settings.addresses.insert(BrokerAddress(host: "127.0.0.1", port: 1), at: 0)
        settings.addresses.insert(BrokerAddress(host: "no-such-host.invalid", port: 5672), at: 0)
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withPublisher(settings) { publisher in
                #expect(await publisher.publish(BrokerServer.messages(1, to: queue)).first?.isConfirmed == true)
            }
        }
    }

    @Test func `what never connected closes at once`() async throws {
        let publisher = BrokerPublisher(settings: try BrokerServer.settings(), logger: BrokerServer.logger)
        await publisher.close()
        #expect(publisher.state == .closed)
        await publisher.run()
    }
}
