import Contracts
import Database
import Simulation
import TestSupport
import Testing

@testable import NotificationService

@Suite(.requireServer(.database), .timeLimit(.minutes(2))) struct SimulatedSenderTests {
    private func profile(_ json: String) throws -> SimulationProfile { try SimulationProfile(json: Array(json.utf8)) }

    @Test func `a lost answer leads to one more of the same message, listed as a possible double`() async throws {
        try await NoticeBench.with { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            let sink = ScriptedTransport()
            let transport = SimulatedTransport(sink, profile: try profile("{\"rates\": {\"timeoutAfterWork\": 1}}"))
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(sink.given.count == 2 && Set(sink.given.map(\.messageID)).count == 1)
            #expect(sink.given.map(\.attempt) == [1, 2])
            #expect(try await bench.states() == ["uncertain-for-good 2"])
            #expect(try await bench.number("SELECT count(*) FROM notices WHERE is_possible_double") == 1)
        }
    }

    @Test func `whatever is refused for now arrives in the end, each once`() async throws {
        try await NoticeBench.with { bench in
            for _ in 0..<10 { try await bench.apply(try Events(ring: bench.ring).received()) }
            let sink = ScriptedTransport()
            let transport = SimulatedTransport(
                sink, profile: try profile("{\"rates\": {\"error\": 0.3, \"tooManyRequests\": 0.3}}"))
            _ = try await bench.sender(transport).runDue(limit: 500, in: bench.engine)
            #expect(sink.given.count == 10 && Set(sink.given.map(\.messageID)).count == 10)
            #expect(sink.given.contains { $0.attempt > 1 })
            #expect(try await bench.number("SELECT count(*) FROM notices WHERE state = 'delivered'") == 10)
        }
    }

    @Test func `a simulated null channel is settled by its transport and not at once`() async throws {
        try await NoticeBench.with([.null], settlesNullAtOnce: false) { bench in
            try await bench.apply(try Events(ring: bench.ring).received())
            #expect(try await bench.states() == ["pending 0"])
            let transport = SimulatedTransport(NullTransport(), profile: SimulationProfile())
            _ = try await bench.sender(transport).runDue(limit: 10, in: bench.engine)
            #expect(try await bench.states() == ["delivered 1"])
        }
    }
}
