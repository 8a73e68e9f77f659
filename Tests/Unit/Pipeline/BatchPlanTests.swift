import Contracts
import Pipeline
import TestSupport
import Testing

@Suite("The plan of a batch", .timeLimit(.minutes(1)))
struct BatchPlanTests {
    private let first = SubmissionID.make()
    private let second = SubmissionID.make()

    private func item(_ key: String, _ submission: SubmissionID, _ sequence: Int? = nil) -> BatchPlan.Item {
        BatchPlan.Item(
            key: key, submission: submission,
            position: sequence.map { BatchPlan.Position(source: "intake", sequence: $0) })
    }

    private func plan(
        _ items: [BatchPlan.Item], waiting: Set<String> = [], held: Set<SubmissionID> = [],
        reached: [SubmissionID: Int] = [:]
    ) -> BatchPlan {
        BatchPlan(
            items, waiting: waiting, held: held,
            positions: Dictionary(
                uniqueKeysWithValues: reached.map {
                    (BatchPlan.Stream(submission: $0.key, source: "intake"), $0.value)
                }))
    }

    @Test func `messages in order are applied in order`() {
        let plan = plan([item("a", first, 1), item("b", second, 1), item("c", first, 2)])
        #expect(plan.apply == [0, 1, 2])
        #expect(plan.deferrals.isEmpty)
    }

    @Test func `a message ahead of a gap waits for its predecessor, and its neighbours do not`() {
        let plan = plan([item("a", first, 3), item("b", second, 1)], reached: [first: 1])
        #expect(plan.apply == [1])
        #expect(plan.deferrals.map(\.index) == [0])
        #expect(plan.deferrals.map(\.reason) == [.awaitingPredecessor])
    }

    @Test func `messages that arrive reversed in one batch are applied in their order`() {
        let plan = plan([item("c", first, 3), item("b", first, 2), item("a", first, 1)])
        #expect(plan.apply == [2, 1, 0])
        #expect(plan.deferrals.isEmpty)
    }

    @Test func `a message of a submission that is held queues behind`() {
        let plan = plan([item("a", first, 2), item("b", second, 1)], held: [first], reached: [first: 1])
        #expect(plan.apply == [1])
        #expect(plan.deferrals.map(\.reason) == [.behindAnother])
    }

    @Test func `a redelivery of a waiting message, and a double within the batch, are only known`() {
        let plan = plan([item("a", first), item("b", first), item("b", first)], waiting: ["a"])
        #expect(plan.known == [0, 2])
        #expect(plan.apply == [1])
    }

    @Test func `a number already reached is applied: the inbox decides whether it is a double`() {
        let plan = plan([item("a", first, 1)], reached: [first: 4])
        #expect(plan.apply == [0])
    }

    @Test func `messages without a number never wait for one`() {
        let plan = plan([item("a", first), item("b", first)])
        #expect(plan.apply == [0, 1])
    }

    @Test(arguments: 0..<200)
    func `every message is in exactly one group, and applied numbers have no gap`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let submissions = [first, second, SubmissionID.make()]
        var reached: [SubmissionID: Int] = [:]
        for submission in submissions { reached[submission] = Int.random(in: 0...3, using: &generator) }
        let items = (0..<Int.random(in: 1...30, using: &generator)).map { index in
            item(
                "m\(Int.random(in: 0...20, using: &generator))-\(index % 7)",
                submissions[Int.random(in: 0..<3, using: &generator)], Int.random(in: 1...8, using: &generator))
        }
        let plan = plan(items, waiting: ["m3-3"], reached: reached)
        let all = (plan.apply + plan.known + plan.deferrals.map(\.index)).sorted()
        #expect(all == Array(items.indices))
        var last = reached
        for index in plan.apply {
            guard let position = items[index].position else { continue }
            let before = last[items[index].submission, default: 0]
            #expect(position.sequence <= before + 1)
            last[items[index].submission] = max(before, position.sequence)
        }
    }
}
