/// The deliveries of one channel that the broker still counts as ours, in a ring: it numbers them from 1 without gaps.
///
/// Finished deliveries are acknowledged together, up to the oldest unfinished one; those finished behind it follow
/// one by one when told to, so that one slow delivery does not hold up the others' places in the prefetch.
struct AcknowledgementTracker: Sendable {
    /// One `basic.ack`.
    struct Acknowledgement: Sendable, Equatable {
        /// The number.
        var number: UInt64
        /// Whether it stands for all before it too.
        var multiple: Bool
    }

    private enum State: UInt8, Sendable {
        /// Not settled.
        case open
        /// Finished, the broker does not know yet.
        case finished
        /// Settled with the broker.
        case gone
    }

    private var states: [State]
    private var mask: UInt64
    /// The oldest number that the broker counts as ours.
    private(set) var oldest: UInt64 = 1
    /// The number the next delivery gets.
    private(set) var next: UInt64 = 1
    /// Deliveries finished that the broker does not know of.
    private(set) var finishedCount = 0
    /// Deliveries not settled.
    private(set) var openCount = 0

    /// Makes a tracker with room for so many; it grows if the broker sends more.
    init(capacity: Int) {
        var size = 16
        while size < capacity { size *= 2 }
        states = Array(repeating: .gone, count: size)
        mask = UInt64(size - 1)
    }

    private func index(_ number: UInt64) -> Int { Int(truncatingIfNeeded: number & mask) }

    /// A delivery came.
    ///
    /// - Throws: `.protocolViolation` if its number does not follow the one before.
    mutating func delivered(_ number: UInt64) throws(BrokerError) {
        guard number == next else {
            throw BrokerError(.protocolViolation, "a delivery out of order", operation: "consume")
        }
        if Int(next - oldest) == states.count { grow() }
        states[index(number)] = .open
        next += 1
        openCount += 1
    }

    private mutating func grow() {
        var larger = Array(repeating: State.gone, count: states.count * 2)
        let largerMask = UInt64(larger.count - 1)
        for number in oldest..<next { larger[Int(truncatingIfNeeded: number & largerMask)] = states[index(number)] }
        states = larger
        mask = largerMask
    }

    /// Finishes a delivery; false if it is settled already or unknown.
    mutating func finish(_ number: UInt64) -> Bool { settle(number, as: .finished) }

    /// Notes that a delivery was rejected or handed back; false if it is settled already or unknown.
    mutating func remove(_ number: UInt64) -> Bool { settle(number, as: .gone) }

    private mutating func settle(_ number: UInt64, as state: State) -> Bool {
        guard number >= oldest, number < next, states[index(number)] == .open else { return false }
        states[index(number)] = state
        openCount -= 1
        if state == .finished { finishedCount += 1 }
        return true
    }

    /// Appends what to tell the broker: the finished prefix at once, and if more than `heldLimit` wait behind an
    /// unfinished delivery, those too.
    mutating func flush(heldLimit: Int, into acknowledgements: inout [Acknowledgement]) {
        var last: UInt64?
        var count = 0
        while oldest < next {
            let state = states[index(oldest)]
            if state == .open { break }
            if state == .finished {
                last = oldest
                count += 1
                finishedCount -= 1
            }
            oldest += 1
        }
        if let last { acknowledgements.append(Acknowledgement(number: last, multiple: count > 1)) }
        guard finishedCount > heldLimit else { return }
        for number in oldest..<next where states[index(number)] == .finished {
            states[index(number)] = .gone
            acknowledgements.append(Acknowledgement(number: number, multiple: false))
        }
        finishedCount = 0
    }

    /// Starts anew on a new channel.
    mutating func reset() {
        oldest = 1
        next = 1
        finishedCount = 0
        openCount = 0
    }
}
