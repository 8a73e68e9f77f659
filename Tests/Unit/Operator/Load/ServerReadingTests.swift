import Contracts
import Foundation
import Testing

@testable import OperatorCommands

@Suite("Server readings", .timeLimit(.minutes(1)))
struct ServerReadingTests {
    private static func json(_ text: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    @Test func `RabbitMQ's answers become queue depths, rates and memory`() throws {
        let values = BrokerReading.values(
            queues: try Self.json(
                """
                [{"name": "intake.events", "messages_ready": 12, "messages_unacknowledged": 3},
                 {"name": "unrouted"}, {"messages_ready": 9}]
                """),
            host: try Self.json(
                """
                {"message_stats": {"publish_details": {"rate": 120.4}, "deliver_get_details": {"rate": 240}}}
                """),
            nodes: try Self.json(#"[{"name": "a", "mem_used": 1000}, {"name": "b", "mem_used": 500}]"#))
        #expect(
            values == [
                "queue.intake.events.ready": 12, "queue.intake.events.unacked": 3, "rabbitmq.publishRate": 120.4,
                "rabbitmq.deliverRate": 240, "rabbitmq.memory": 1500,
            ])
    }

    @Test func `what RabbitMQ does not answer is missing, not zero`() {
        #expect(BrokerReading.values(queues: nil, host: nil, nodes: nil).isEmpty)
    }

    private static func reading(commits: Int64, wal: Int64) -> DatabaseReading {
        DatabaseReading(
            commits: commits, walBytes: wal, activeBackends: 4, deadTuples: 70, ages: ["unseen": 1.5, "notices": 3])
    }

    @Test func `commits and log become rates of the time between two readings`() {
        let values = Self.reading(commits: 300, wal: 9000)
            .values(since: Self.reading(commits: 100, wal: 8000), seconds: 2)
        #expect(
            values == [
                "pg.commits": 100, "pg.walBytes": 500, "pg.activeBackends": 4, "pg.deadTuples": 70,
                "oldest.unseen": 1.5, "oldest.notices": 3, "queue.oldestSeconds": 3,
            ])
    }

    @Test func `a first reading and one after a reset have no rates`() {
        let first = Self.reading(commits: 300, wal: 9000).values(since: nil, seconds: 0)
        #expect(first["pg.commits"] == nil && first["pg.walBytes"] == nil)
        #expect(first["pg.activeBackends"] == 4)
        let reset = Self.reading(commits: 3, wal: 9500)
            .values(since: Self.reading(commits: 100, wal: 9000), seconds: 1)
        #expect(reset["pg.commits"] == nil)
        #expect(reset["pg.walBytes"] == 500)
    }
}
