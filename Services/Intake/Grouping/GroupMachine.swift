import DequeModule

/// Decides which requests share a transaction, and when.
///
/// Pure: tickets stand for the requests, time comes in as an input, and what to do comes out as actions.
///
/// A group forms by itself. While nothing runs, a request starts at once and waits for nobody. While a group runs, what
/// arrives gathers, and goes when a lane is free and the group is full or its oldest has waited for the window. Two
/// requests that share a key never run at the same time, so that each sees what the other has done.
package struct GroupMachine<Key: Hashable & Sendable>: Sendable {
    /// Stands for one request.
    package typealias Ticket = UInt64

    /// The bounds.
    package struct Limits: Sendable, Equatable {
        /// Requests in one transaction at most.
        package var groupSize: Int
        /// Requests that wait at most; more are refused.
        package var waiting: Int
        /// Transactions at a time at most.
        package var lanes: Int
        /// How long the oldest request gathers others while another group runs.
        package var window: Duration

        /// Makes bounds.
        package init(
            groupSize: Int = 100, waiting: Int = 2000, lanes: Int = 2, window: Duration = .milliseconds(2)
        ) {
            self.groupSize = groupSize
            self.waiting = waiting
            self.lanes = lanes
            self.window = window
        }
    }

    /// Requests that share one transaction.
    package struct Group: Sendable, Equatable {
        /// Tells groups apart.
        package let id: UInt64
        /// The requests, in the order of their arrival.
        package let tickets: [Ticket]
    }

    /// How the transaction of a group ended.
    package enum Ending: Sendable, Equatable {
        /// Every request has its answer.
        case answered
        /// One of the requests spoilt it; nothing of it was kept.
        case spoilt
        /// The server could not; none of the requests is at fault.
        case failed
    }

    /// What happens.
    package enum Input: Sendable {
        /// A request came, with the keys of which no two may run at the same time.
        case arrived(Ticket, keys: Set<Key>)
        /// The time that was asked for has come.
        case woke
        /// A transaction ended.
        case ended(group: UInt64, Ending)
    }

    /// What to do.
    package enum Action: Sendable, Equatable {
        /// Run the transaction of a group.
        case run(Group)
        /// Say `woke` at this time.
        case wake(at: ContinuousClock.Instant)
        /// Answer that there is no room.
        case refuse(Ticket)
        /// Answer that the server could not.
        case fail(Ticket)
        /// Answer that the request cannot be kept, all by itself.
        case blame(Ticket)
    }

    private struct Waiting {
        let ticket: Ticket
        let keys: Set<Key>
        let since: ContinuousClock.Instant
    }

    private let limits: Limits
    private var waiting: Deque<Waiting> = []
    private var running: [UInt64: Group] = [:]
    /// Halves of a spoilt group; they go before everything else and keep their keys.
    private var halves: Deque<Group> = []
    private var keys: [Ticket: Set<Key>] = [:]
    private var held: Set<Key> = []
    private var nextGroup: UInt64 = 1
    private var wakeAt: ContinuousClock.Instant?

    /// Makes a machine in which nothing waits.
    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Requests that wait for a transaction.
    package var waitingCount: Int { waiting.count + halves.reduce(0) { $0 + $1.tickets.count } }

    /// Whether nothing waits and nothing runs.
    package var isIdle: Bool { waiting.isEmpty && halves.isEmpty && running.isEmpty }

    /// Takes an input.
    /// - Parameters:
    ///   - input: what happened.
    ///   - now: when.
    /// - Returns: what to do, in order.
    package mutating func on(_ input: Input, at now: ContinuousClock.Instant) -> [Action] {
        var actions: [Action] = []
        switch input {
        case .arrived(let ticket, let keys):
            guard waiting.count < limits.waiting else { return [.refuse(ticket)] }
            waiting.append(Waiting(ticket: ticket, keys: keys, since: now))
        case .woke:
            wakeAt = nil
        case .ended(let id, let ending):
            guard let group = running.removeValue(forKey: id) else { return [] }
            end(group, ending, into: &actions)
        }
        start(at: now, into: &actions)
        return actions
    }

    private mutating func end(_ group: Group, _ ending: Ending, into actions: inout [Action]) {
        switch ending {
        case .answered:
            release(group)
        case .failed:
            release(group)
            actions += group.tickets.map(Action.fail)
        case .spoilt where group.tickets.count == 1:
            release(group)
            actions += group.tickets.map(Action.blame)
        case .spoilt:
            let middle = group.tickets.count / 2
            halves.append(makeGroup(Array(group.tickets[..<middle])))
            halves.append(makeGroup(Array(group.tickets[middle...])))
        }
    }

    private mutating func start(at now: ContinuousClock.Instant, into actions: inout [Action]) {
        while running.count < limits.lanes, let half = halves.popFirst() {
            running[half.id] = half
            actions.append(.run(half))
        }
        while running.count < limits.lanes, let oldest = waiting.first {
            let mayGather = !running.isEmpty && waiting.count < limits.groupSize
            if mayGather, now - oldest.since < limits.window {
                wake(at: oldest.since + limits.window, into: &actions)
                return
            }
            let tickets = takeGroup()
            // Everything that waits shares a key with something that runs: the end of that one starts it.
            guard !tickets.isEmpty else { return }
            let group = makeGroup(tickets)
            running[group.id] = group
            actions.append(.run(group))
        }
    }

    private mutating func wake(at time: ContinuousClock.Instant, into actions: inout [Action]) {
        if let wakeAt, wakeAt <= time { return }
        wakeAt = time
        actions.append(.wake(at: time))
    }

    /// Takes requests in order, leaving those that share a key with one that runs, or with one left before them.
    private mutating func takeGroup() -> [Ticket] {
        var tickets: [Ticket] = []
        var left: Deque<Waiting> = []
        var blocked = held
        while tickets.count < limits.groupSize, let next = waiting.popFirst() {
            if next.keys.isDisjoint(with: blocked) {
                tickets.append(next.ticket)
                keys[next.ticket] = next.keys
                held.formUnion(next.keys)
            } else {
                left.append(next)
            }
            blocked.formUnion(next.keys)
        }
        left.append(contentsOf: waiting)
        waiting = left
        return tickets
    }

    private mutating func makeGroup(_ tickets: [Ticket]) -> Group {
        defer { nextGroup += 1 }
        return Group(id: nextGroup, tickets: tickets)
    }

    private mutating func release(_ group: Group) {
        for ticket in group.tickets {
            guard let released = keys.removeValue(forKey: ticket) else { continue }
            held.subtract(released)
        }
    }
}
