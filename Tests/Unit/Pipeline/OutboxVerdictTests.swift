import Broker
import Pipeline
import Testing

@Suite("What becomes of an outbox row", .timeLimit(.minutes(1)))
struct OutboxVerdictTests {
    @Test func `only a confirm deletes`() {
        #expect(OutboxVerdict(.confirmed, tries: 0) == .delete)
        let outcomes: [PublishOutcome] = [
            .nacked, .returned(code: 312, text: "NO_ROUTE"),
        ]
        for outcome in outcomes { #expect(OutboxVerdict(outcome, tries: 0) != .delete) }
    }

    @Test(arguments: [(0, 1), (1, 2), (3, 8), (6, 64), (40, 64)])
    func `a refusal waits twice as long each time, up to about a minute`(tries: Int, seconds: Int) {
        #expect(OutboxVerdict(.nacked, tries: tries) == .retry(after: .seconds(seconds), reason: .nacked))
    }

    @Test func `a return is told apart, because nobody is bound`() {
        #expect(
            OutboxVerdict(.returned(code: 312, text: "NO_ROUTE"), tries: 0)
                == .retry(after: .seconds(1), reason: .noRoute))
    }
}
