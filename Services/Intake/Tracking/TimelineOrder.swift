/// Puts the events of one application in the order in which they are shown.
///
/// Verification's events stand in the order of their numbers; every other event stands behind the one that caused it,
/// never by clocks.
package enum TimelineOrder {
    /// What the order needs to know of an event.
    package struct Item: Sendable, Equatable {
        /// The event.
        package let id: String
        /// The service that said it.
        package let source: String
        /// Its number among that service's events about the application.
        package let sequence: Int?
        /// The event that caused it.
        package let causation: String?

        /// Makes an item.
        package init(id: String, source: String, sequence: Int?, causation: String?) {
            self.id = id
            self.source = source
            self.sequence = sequence
            self.causation = causation
        }
    }

    /// The service whose numbers lead.
    package static let leader = "verification"

    /// Orders events.
    ///
    /// Events without a known cause stand in front when they are intake's first, else at the end. A cycle of causes,
    /// which no sender makes, is cut where it closes.
    /// - Returns: the indices of the items, in the order to show.
    package static func order(_ items: [Item]) -> [Int] {
        let indices = Dictionary(items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let leading = items.indices.filter { items[$0].source == leader }
            .sorted { key(items[$0]) < key(items[$1]) }
        var followers: [String: [Int]] = [:]
        var first: [Int] = []
        var last: [Int] = []
        for index in items.indices where items[index].source != leader {
            let item = items[index]
            if let cause = item.causation, cause != item.id, indices[cause] != nil {
                followers[cause, default: []].append(index)
            } else if item.source == "intake", item.sequence == 1 {
                first.append(index)
            } else {
                last.append(index)
            }
        }
        var placed: Set<Int> = []
        var order: [Int] = []
        func place(_ index: Int) {
            guard placed.insert(index).inserted else { return }
            order.append(index)
            for follower in (followers[items[index].id] ?? []).sorted(by: { key(items[$0]) < key(items[$1]) }) {
                place(follower)
            }
        }
        for index in first + leading { place(index) }
        for index in last.sorted(by: { key(items[$0]) < key(items[$1]) }) { place(index) }
        // What is left stands in a cycle of causes.
        for index in items.indices { place(index) }
        return order
    }

    private static func key(_ item: Item) -> (Int, Int, String) {
        (rank(item.source), item.sequence ?? Int.max, item.id)
    }

    private static func rank(_ source: String) -> Int {
        ["intake", leader, "notification", "archiving"].firstIndex(of: source) ?? 4
    }
}
