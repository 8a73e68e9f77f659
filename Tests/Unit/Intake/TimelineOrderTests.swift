import IntakeService
import Testing

@Suite("The order of the timeline", .timeLimit(.minutes(1)))
struct TimelineOrderTests {
    private func item(
        _ id: String, _ source: String, _ sequence: Int? = nil, cause: String? = nil
    ) -> TimelineOrder.Item {
        TimelineOrder.Item(id: id, source: source, sequence: sequence, causation: cause)
    }

    private func order(_ items: [TimelineOrder.Item]) -> [String] {
        TimelineOrder.order(items).map { items[$0].id }
    }

    private var story: [TimelineOrder.Item] {
        [
            item("received", "intake", 1),
            item("notice of received", "notification", 1, cause: "received"),
            item("complete", "verification", 1, cause: "received"),
            item("correction asked", "verification", 2),
            item("notice of correction", "notification", 2, cause: "correction asked"),
            item("corrected", "intake", 2, cause: "correction asked"),
            item("goes on", "verification", 3, cause: "corrected"),
            item("closed", "verification", 4),
            item("notice of closed", "notification", 3, cause: "closed"),
            item("archived", "archiving", 1, cause: "closed"),
        ]
    }

    @Test func `verification's numbers lead, everything else stands behind its cause`() {
        #expect(
            order(story) == [
                "received", "notice of received", "complete", "correction asked", "corrected", "notice of correction",
                "goes on", "closed", "notice of closed", "archived",
            ])
    }

    @Test func `the order of arrival changes nothing`() {
        let expected = order(story)
        #expect(order(story.reversed()) == expected)
        for _ in 0..<20 { #expect(order(story.shuffled()) == expected) }
    }

    @Test func `an event whose cause is not there yet stands at the end`() {
        let items = [
            item("notice", "notification", 1, cause: "not here"), item("received", "intake", 1),
            item("complete", "verification", 1),
        ]
        #expect(order(items) == ["received", "complete", "notice"])
    }

    @Test func `nothing is lost in a cycle of causes`() {
        let items = [
            item("a", "intake", 2, cause: "b"), item("b", "intake", 3, cause: "a"), item("c", "intake", 4, cause: "c"),
        ]
        #expect(Set(order(items)) == ["a", "b", "c"])
    }
}
