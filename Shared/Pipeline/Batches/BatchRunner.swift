import Contracts
import Database
import Foundation

/// Applies messages of one consumer, one transaction at a time.
struct BatchRunner<Handler: MessageHandler>: Sendable {
    let consumer: String
    let handler: Handler
    let engine: Engine
    let parking: Parking
    let failures = FailureLog()

    /// What became of the messages of one transaction.
    struct Tally: Sendable {
        var done = 0
        var duplicates = 0
        var deferred = 0
    }

    init(consumer: String, handler: Handler, engine: Engine) {
        self.consumer = consumer
        self.handler = handler
        self.engine = engine
        parking = Parking(consumer: consumer, protection: engine.protection)
    }

    /// Plans and applies messages in one transaction.
    func apply(_ messages: [Accepted<Handler.Message>]) async throws -> Tally {
        try await engine.perform { unit in
            let items = messages.map(item)
            let facts = try await PlanFacts.read(
                consumer: consumer, items: items, regions: messages.map(\.region), in: unit.transaction)
            let plan = BatchPlan(
                items, waiting: facts.waiting, held: facts.held, positions: facts.positions)
            let fresh = try await admit(plan.apply.map { items[$0].key }, in: unit)
            let due = plan.apply.filter { fresh.contains(items[$0].key) }
            var repeated = plan.apply.filter { !fresh.contains(items[$0].key) }
            // Also for repeats: their effect is there, so the position may be.
            advance(
                plan.apply.filter { index in
                    items[index].position.map { $0.sequence > facts.reached(items[index]) } ?? false
                }.map { (items[$0], messages[$0].region) }, in: unit)
            let deferred = try await `defer`(plan.deferrals, of: messages, in: unit)
            repeated += deferred.done
            release(Set(due.map { items[$0].submission }).intersection(facts.deferred), in: unit)
            for index in due {
                count("received", messages[index], in: unit)
                count("done", messages[index], in: unit)
            }
            for index in deferred.written { count("received", messages[index], in: unit) }
            if !due.isEmpty { try await handler.apply(due.map { messages[$0] }, in: unit) }
            if !repeated.isEmpty { try await handler.repeated(repeated.map { messages[$0] }, in: unit) }
            return Tally(
                done: due.count, duplicates: messages.count - due.count - deferred.written.count,
                deferred: deferred.written.count)
        }
    }

    /// Defers messages, but for those whose effect is there already: an old message of a held submission that comes again.
    private func `defer`(
        _ deferrals: [BatchPlan.Deferral], of messages: [Accepted<Handler.Message>], in unit: UnitOfWork
    ) async throws -> (written: [Int], done: [Int]) {
        guard !deferrals.isEmpty else { return ([], []) }
        let keys = deferrals.map { messages[$0.index].inbound.key }
        let known = Set(
            try await unit.transaction.column(
                "SELECT message_id FROM inbox WHERE consumer = \(consumer) AND message_id = ANY(\(keys))",
                as: String.self))
        let waiting = deferrals.filter { !known.contains(messages[$0.index].inbound.key) }
        let written = try await parking.defer(waiting.map { (messages[$0.index].inbound, $0.reason) }, in: unit)
        return (
            waiting.map(\.index).filter { written.contains(messages[$0].inbound.key) },
            deferrals.map(\.index).filter { known.contains(messages[$0].inbound.key) }
        )
    }

    /// Parks a message in a transaction of its own.
    /// - Returns: false when it is parked or waits already, or was done meanwhile.
    func park(_ item: Parking.Item) async throws -> Bool {
        try await engine.perform { unit in
            guard try await parking.park(item, in: unit) else { return false }
            if let submission = item.submission, let region = item.region {
                unit.count("\(consumer).received", submission, in: region)
            }
            return true
        }
    }

    /// The inbox guard: which of the keys are fresh.
    ///
    /// Keys go in sorted, so that replicas cannot wait for one another in a circle.
    func admit(_ keys: [String], in unit: UnitOfWork) async throws -> Set<String> {
        guard !keys.isEmpty else { return [] }
        let fresh = try await unit.transaction.query(
            """
            INSERT INTO inbox (message_id, consumer) SELECT m, \(consumer) FROM unnest(\(keys.sorted())) AS s (m) \
            ON CONFLICT DO NOTHING RETURNING message_id
            """, as: KeyRow.self)
        return Set(fresh.map(\.key))
    }

    /// Moves the positions of ordered streams.
    func advance(_ items: [(item: BatchPlan.Item, region: RegionCode)], in unit: UnitOfWork) {
        var last: [BatchPlan.Stream: (region: RegionCode, sequence: Int)] = [:]
        for (item, region) in items {
            guard let position = item.position else { continue }
            let stream = BatchPlan.Stream(submission: item.submission, source: position.source)
            last[stream] = (region, max(position.sequence, last[stream]?.sequence ?? 0))
        }
        guard !last.isEmpty else { return }
        let ordered = last.sorted {
            ($0.key.submission.uuid.uuidString, $0.key.source) < ($1.key.submission.uuid.uuidString, $1.key.source)
        }
        unit.transaction.send(
            """
            INSERT INTO positions AS p (region, submission_id, source, last_sequence) SELECT * FROM unnest(\
            \(ordered.map(\.value.region.digits)), \(ordered.map(\.key.submission.uuid)), \
            \(ordered.map(\.key.source)), \(ordered.map { Int64($0.value.sequence) })) \
            ON CONFLICT (region, submission_id, source) \
            DO UPDATE SET last_sequence = greatest(p.last_sequence, excluded.last_sequence)
            """)
    }

    /// Makes what waited for these submissions due; also what seems due already, since whoever looks at it just now may be
    /// about to put it off.
    func release(_ submissions: Set<SubmissionID>, in unit: UnitOfWork) {
        guard !submissions.isEmpty else { return }
        unit.transaction.send(
            """
            UPDATE deferred SET due_at = now() \
            WHERE consumer = \(consumer) AND submission_id = ANY(\(submissions.map(\.uuid)))
            """)
    }

    private func count(_ name: String, _ message: Accepted<Handler.Message>, in unit: UnitOfWork) {
        unit.count("\(consumer).\(name)", message.submission, in: message.region)
    }

    /// What the plan needs to know of a message.
    func item(_ message: Accepted<Handler.Message>) -> BatchPlan.Item {
        item(message.inbound.key, message.inbound.envelope)
    }

    /// What the plan needs to know of a message whose body need not be readable.
    func item(_ key: String, _ envelope: Envelope) -> BatchPlan.Item {
        var position: BatchPlan.Position?
        if let sequence = envelope.sequence, case .service(let service) = envelope.source.sender,
            handler.orderedSources.contains(service)
        {
            position = BatchPlan.Position(source: service.rawValue, sequence: sequence)
        }
        return BatchPlan.Item(key: key, submission: envelope.subject, position: position)
    }
}

/// A row that is one key.
struct KeyRow: RowDecodable {
    let key: String

    init(row: inout Row) throws(DatabaseError) {
        key = try row.next()
    }
}
