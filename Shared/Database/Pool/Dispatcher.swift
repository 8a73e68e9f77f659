import DequeModule

/// Decides which waiting group goes to which connection: the oldest first, spread over the idlest connections.
///
/// Groups of one statement share connections; a group that begins a hold needs one that is idle, and one is kept free
/// of further shared work for it, so that neither kind starves the other.
struct Dispatcher<Element> {
    /// What a connection is doing.
    struct Load: Equatable {
        /// The number of groups on their way.
        var outstanding = 0
        /// Whether a transaction, a session or its clean-up has it.
        var isHeld = false
        /// Whether it is kept free for the next hold.
        var isReserved = false
        /// Whether the socket takes more.
        var isWritable = true
    }

    /// The group that is to go, and the connection it is to go to.
    struct Choice: Equatable {
        let connection: Int
        /// Whether the group begins a hold.
        let isHold: Bool
        /// Whether an idle connection would have been better.
        let wantsMore: Bool
    }

    /// A group that waits.
    struct Waiting {
        let element: Element
        /// The order of arrival.
        let number: UInt64
        /// When it gives up.
        let deadline: ContinuousClock.Instant
    }

    private var shared: Deque<Waiting> = []
    private var holds: Deque<Waiting> = []
    private var arrivals: UInt64 = 0
    private let capacity: Int
    private let depth: Int

    /// Lets `capacity` groups wait, and puts at most `depth` groups on one connection.
    init(capacity: Int, depth: Int) {
        self.capacity = capacity
        self.depth = depth
    }

    /// The number of groups that wait.
    var count: Int { shared.count + holds.count }

    /// The number of holds that wait for an idle connection.
    var waitingHolds: Int { holds.count }

    /// When the first group gives up.
    var firstDeadline: ContinuousClock.Instant? {
        switch (shared.first?.deadline, holds.first?.deadline) {
        case (let a?, let b?): min(a, b)
        case (let a, let b): a ?? b
        }
    }

    /// Adds a group; `false` if the list is full.
    mutating func add(_ element: Element, isHold: Bool, deadline: ContinuousClock.Instant) -> Bool {
        guard count < capacity else { return false }
        arrivals += 1
        let waiting = Waiting(element: element, number: arrivals, deadline: deadline)
        if isHold { holds.append(waiting) } else { shared.append(waiting) }
        return true
    }

    /// Puts a group that was sent before in front of all others, however many wait.
    mutating func putBack(_ element: Element, deadline: ContinuousClock.Instant) {
        shared.prepend(Waiting(element: element, number: 0, deadline: deadline))
    }

    /// Chooses the group that is to go next, if one can go.
    func choose(among loads: [Load]) -> Choice? {
        guard count > 0 else { return nil }
        let holdIsOlder = (holds.first?.number ?? .max) < (shared.first?.number ?? .max)
        return holdIsOlder
            ? chooseForHold(loads) ?? chooseForShared(loads) : chooseForShared(loads) ?? chooseForHold(loads)
    }

    /// Takes out the group that was chosen.
    mutating func take(_ choice: Choice) -> Element {
        choice.isHold ? holds.removeFirst().element : shared.removeFirst().element
    }

    /// The connection to keep free for the next hold, if one more must be.
    func reservation(among loads: [Load]) -> Int? {
        guard !holds.isEmpty else { return nil }
        var reserved = 0
        var best: (index: Int, outstanding: Int)?
        for (index, load) in loads.enumerated() where !load.isHeld {
            if load.isReserved {
                reserved += 1
            } else if load.outstanding < best?.outstanding ?? .max {
                best = (index, load.outstanding)
            }
        }
        return reserved < holds.count ? best?.index : nil
    }

    /// Takes out the groups whose time is over.
    mutating func expire(_ now: ContinuousClock.Instant) -> [Element] {
        var expired: [Element] = []
        while let first = shared.first, first.deadline <= now { expired.append(shared.removeFirst().element) }
        while let first = holds.first, first.deadline <= now { expired.append(holds.removeFirst().element) }
        return expired
    }

    /// Whether a group waits.
    func contains(where isWanted: (Element) -> Bool) -> Bool {
        holds.contains { isWanted($0.element) } || shared.contains { isWanted($0.element) }
    }

    /// Takes out one group.
    mutating func remove(where isWanted: (Element) -> Bool) -> Element? {
        if let index = shared.firstIndex(where: { isWanted($0.element) }) { return shared.remove(at: index).element }
        if let index = holds.firstIndex(where: { isWanted($0.element) }) { return holds.remove(at: index).element }
        return nil
    }

    /// Takes out all groups.
    mutating func removeAll() -> [Element] {
        defer { (shared, holds) = ([], []) }
        return shared.map(\.element) + holds.map(\.element)
    }

    private func chooseForShared(_ loads: [Load]) -> Choice? {
        guard let first = shared.first else { return nil }
        let mayTakeReserved = first.number < holds.first?.number ?? .max
        var best: (index: Int, outstanding: Int)?
        for (index, load) in loads.enumerated() {
            guard !load.isHeld, load.isWritable, !load.isReserved || mayTakeReserved else { continue }
            guard load.outstanding < min(depth, best?.outstanding ?? .max) else { continue }
            best = (index, load.outstanding)
            if load.outstanding == 0 { break }
        }
        return best.map { Choice(connection: $0.index, isHold: false, wantsMore: $0.outstanding > 0) }
    }

    private func chooseForHold(_ loads: [Load]) -> Choice? {
        guard !holds.isEmpty else { return nil }
        let index = loads.firstIndex { !$0.isHeld && $0.outstanding == 0 }
        return index.map { Choice(connection: $0, isHold: true, wantsMore: false) }
    }
}
