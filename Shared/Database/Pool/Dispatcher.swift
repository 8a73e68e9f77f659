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

    /// A group and the place it goes to.
    struct Placement {
        let element: Element
        let connection: Int
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

    /// The next group that can go to a connection.
    mutating func next(connections: Int, load: (Int) -> Load) -> Placement? {
        let holdIsOlder = (holds.first?.number ?? .max) < (shared.first?.number ?? .max)
        if holdIsOlder {
            return nextHold(connections, load) ?? nextShared(connections, load)
        }
        return nextShared(connections, load) ?? nextHold(connections, load)
    }

    /// The connection to keep free for the next hold, if one more must be.
    func reservation(connections: Int, load: (Int) -> Load) -> Int? {
        var reserved = 0
        var best: (index: Int, outstanding: Int)?
        for index in 0..<connections {
            let candidate = load(index)
            if candidate.isHeld { continue }
            if candidate.isReserved {
                reserved += 1
            } else if candidate.outstanding < best?.outstanding ?? .max {
                best = (index, candidate.outstanding)
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

    private mutating func nextShared(_ connections: Int, _ load: (Int) -> Load) -> Placement? {
        guard let first = shared.first else { return nil }
        let mayTakeReserved = first.number < holds.first?.number ?? .max
        var best: (index: Int, outstanding: Int)?
        for index in 0..<connections {
            let candidate = load(index)
            guard !candidate.isHeld, candidate.isWritable, !candidate.isReserved || mayTakeReserved else { continue }
            guard candidate.outstanding < min(depth, best?.outstanding ?? .max) else { continue }
            best = (index, candidate.outstanding)
            if candidate.outstanding == 0 { break }
        }
        guard let best else { return nil }
        return Placement(
            element: shared.removeFirst().element, connection: best.index, wantsMore: best.outstanding > 0)
    }

    private mutating func nextHold(_ connections: Int, _ load: (Int) -> Load) -> Placement? {
        guard !holds.isEmpty else { return nil }
        for index in 0..<connections {
            let candidate = load(index)
            guard !candidate.isHeld, candidate.outstanding == 0 else { continue }
            return Placement(element: holds.removeFirst().element, connection: index, wantsMore: false)
        }
        return nil
    }
}
