/// The batches whose senders wait, and what has become of each message.
struct PublishLedger: Sendable {
    private struct Batch: Sendable {
        var messages: [OutboundMessage]
        var outcomes: [PublishOutcome]
        var remaining: Int
        var submittedAt: MonotonicTime
    }

    private var batches: [Batch?] = []
    private var free: [Int32] = []
    /// Batches whose messages are all settled, to be taken.
    private(set) var completed: [Int32] = []

    /// Whether every batch has been taken.
    var isEmpty: Bool { free.count == batches.count }

    /// Takes a batch in; one without messages is complete at once.
    mutating func add(_ messages: [OutboundMessage], now: MonotonicTime) -> Int32 {
        let batch = Batch(
            messages: messages, outcomes: Array(repeating: .confirmed, count: messages.count),
            remaining: messages.count, submittedAt: now)
        let place: Int32
        if let reused = free.popLast() {
            place = reused
            batches[Int(place)] = batch
        } else {
            place = Int32(batches.count)
            batches.append(batch)
        }
        if messages.isEmpty { completed.append(place) }
        return place
    }

    /// The message of a ticket; nil if its batch is gone.
    func message(_ ticket: PublishTicket) -> OutboundMessage? {
        batches[Int(ticket.batch)]?.messages[Int(ticket.item)]
    }

    /// The number of messages of a batch.
    func count(_ batch: Int32) -> Int { batches[Int(batch)]?.messages.count ?? 0 }

    /// When a batch came.
    func submittedAt(_ batch: Int32) -> MonotonicTime { batches[Int(batch)]?.submittedAt ?? .zero }

    /// Notes what happened to a message without settling it.
    mutating func note(_ ticket: PublishTicket, _ outcome: PublishOutcome) {
        batches[Int(ticket.batch)]?.outcomes[Int(ticket.item)] = outcome
    }

    /// Settles a message with what was noted; confirmed if nothing was.
    mutating func settle(_ ticket: PublishTicket) {
        batches[Int(ticket.batch)]?.remaining -= 1
        if batches[Int(ticket.batch)]?.remaining == 0 { completed.append(ticket.batch) }
    }

    /// Settles a message with an outcome.
    mutating func settle(_ ticket: PublishTicket, _ outcome: PublishOutcome) {
        note(ticket, outcome)
        settle(ticket)
    }

    /// Takes the next complete batch out.
    mutating func takeCompleted() -> (batch: Int32, outcomes: [PublishOutcome])? {
        guard let batch = completed.popLast() else { return nil }
        let outcomes = batches[Int(batch)]?.outcomes ?? []
        batches[Int(batch)] = nil
        free.append(batch)
        return (batch, outcomes)
    }
}
