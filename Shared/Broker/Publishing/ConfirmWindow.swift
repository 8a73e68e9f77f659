/// The messages sent and not yet confirmed on one channel, in a ring: the broker numbers them from 1 without gaps.
struct ConfirmWindow: Sendable {
    /// A message that the broker has settled and whose sender still waits.
    struct Settled: Sendable, Equatable {
        /// Which message.
        var ticket: PublishTicket
        /// Whether it had come back before.
        var wasReturned: Bool
    }

    /// A message whose fate is open when the channel goes.
    struct Open: Sendable, Equatable {
        /// Which message.
        var ticket: PublishTicket
        /// Where its first byte stands on the connection.
        var start: UInt64
        /// Whether it had come back before.
        var wasReturned: Bool
    }

    private enum State: UInt8, Sendable {
        /// Sent, no answer.
        case waiting
        /// Came back; the confirm follows.
        case returned
        /// Its sender waits no more; the confirm may still follow.
        case expired
        /// Settled out of order, behind an older one that is not.
        case settled
    }

    private struct Slot: Sendable {
        var ticket = PublishTicket(batch: 0, item: 0)
        var start: UInt64 = 0
        var sentAt = MonotonicTime.zero
        var state = State.settled
    }

    private let limit: UInt64
    private let mask: UInt64
    private var slots: [Slot]
    /// The oldest number that is not settled.
    private(set) var oldest: UInt64 = 1
    /// The number the next message gets.
    private(set) var next: UInt64 = 1
    private var unexpired: UInt64 = 1

    /// Makes a window for so many messages.
    init(limit: Int) {
        let limit = min(max(limit, 1), 65_536)
        var capacity = 1
        while capacity < limit { capacity *= 2 }
        self.limit = UInt64(limit)
        mask = UInt64(capacity - 1)
        slots = Array(repeating: Slot(), count: capacity)
    }

    /// Messages between the oldest without an answer and the newest.
    var count: Int { Int(next - oldest) }
    /// Whether nothing waits for an answer.
    var isEmpty: Bool { next == oldest }
    /// Whether no further message may be sent.
    var isFull: Bool { next - oldest >= limit }
    /// When the oldest message was sent.
    var oldestSentAt: MonotonicTime? { isEmpty ? nil : slots[index(oldest)].sentAt }

    private func index(_ number: UInt64) -> Int { Int(truncatingIfNeeded: number & mask) }

    /// A message was sent; the window must not be full.
    mutating func push(_ ticket: PublishTicket, start: UInt64, now: MonotonicTime) {
        slots[index(next)] = Slot(ticket: ticket, start: start, sentAt: now, state: .waiting)
        next += 1
    }

    /// The broker has settled a number, or all up to it; appends those whose senders wait.
    ///
    /// - Throws: `.protocolViolation` for a number that was never sent. One that is settled already changes nothing.
    mutating func settle(
        _ number: UInt64, multiple: Bool, into settled: inout [Settled]
    ) throws(BrokerError) {
        // Number 0 with `multiple` means all.
        let last = number == 0 && multiple ? next - 1 : number
        guard last < next, last > 0 || multiple else {
            throw BrokerError(.protocolViolation, "a confirm for a message that was not sent", operation: "publish")
        }
        if multiple {
            while oldest <= last {
                take(oldest, into: &settled)
                oldest += 1
            }
        } else if last >= oldest {
            take(last, into: &settled)
        }
        while oldest < next, slots[index(oldest)].state == .settled { oldest += 1 }
    }

    private mutating func take(_ number: UInt64, into settled: inout [Settled]) {
        let place = index(number)
        switch slots[place].state {
        case .waiting: settled.append(Settled(ticket: slots[place].ticket, wasReturned: false))
        case .returned: settled.append(Settled(ticket: slots[place].ticket, wasReturned: true))
        case .expired, .settled: break
        }
        slots[place].state = .settled
    }

    /// Marks the first waiting message that fits as returned; the search starts behind `hint`, since returns come in
    /// the order of sending.
    ///
    /// - Returns: its number and ticket, nil if none fits.
    mutating func markReturned(
        after hint: UInt64, where fits: (PublishTicket) -> Bool
    ) -> (number: UInt64, ticket: PublishTicket)? {
        let start = min(max(hint + 1, oldest), next)
        guard let number = first(in: start..<next, where: fits) ?? first(in: oldest..<start, where: fits) else {
            return nil
        }
        slots[index(number)].state = .returned
        return (number, slots[index(number)].ticket)
    }

    private func first(in numbers: Range<UInt64>, where fits: (PublishTicket) -> Bool) -> UInt64? {
        numbers.first { slots[index($0)].state == .waiting && fits(slots[index($0)].ticket) }
    }

    /// Appends the messages sent no later than a moment whose senders need wait no longer; each only once.
    mutating func expire(sentBy moment: MonotonicTime, into expired: inout [Settled]) {
        unexpired = max(unexpired, oldest)
        while unexpired < next, slots[index(unexpired)].sentAt <= moment {
            let place = index(unexpired)
            switch slots[place].state {
            case .waiting: expired.append(Settled(ticket: slots[place].ticket, wasReturned: false))
            case .returned: expired.append(Settled(ticket: slots[place].ticket, wasReturned: true))
            case .expired, .settled: break
            }
            if slots[place].state != .settled { slots[place].state = .expired }
            unexpired += 1
        }
    }

    /// When the oldest message whose sender may still wait was sent; nil if there is none.
    var unexpiredSentAt: MonotonicTime? {
        let number = max(unexpired, oldest)
        return number < next ? slots[index(number)].sentAt : nil
    }

    /// Empties the window for a new channel and gives the messages whose senders wait, in the order of sending.
    mutating func removeAll() -> [Open] {
        var open: [Open] = []
        for number in oldest..<next {
            let slot = slots[index(number)]
            guard slot.state == .waiting || slot.state == .returned else { continue }
            open.append(Open(ticket: slot.ticket, start: slot.start, wasReturned: slot.state == .returned))
        }
        oldest = 1
        next = 1
        unexpired = 1
        return open
    }
}
