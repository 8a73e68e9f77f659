import Contracts
import Database
import Foundation

extension UnitOfWork {
    /// Sends everything gathered, pipelined in front of COMMIT.
    ///
    /// With `fastPath` the statements will be published from memory straight after the commit, and the sweeper leaves them
    /// alone for thirty seconds.
    ///
    /// - Throws: `PipelineError` for a statement whose id is not a UUID.
    func flush(fastPath: Bool) throws(PipelineError) {
        try flushStatements(fastPath: fastPath)
        flushRepeats()
        flushSchedules()
        flushAccesses()
        // The rows that all units share come last: nobody who holds one waits for anything but COMMIT.
        flushCounts()
    }

    private func flushStatements(fastPath: Bool) throws(PipelineError) {
        guard !statements.isEmpty else { return }
        var ids: [UUID] = []
        for statement in statements {
            guard let id = UUID(uuidString: statement.envelope.id.value) else {
                throw PipelineError(code: .foreignMessageID, detail: statement.envelope.type.rawValue)
            }
            ids.append(id)
        }
        let envelopes = statements.map(\.envelope)
        transaction.send(
            """
            INSERT INTO events (message_id, region, submission_id, sequence, type, source, exchange, routing_key, \
            occurred_at, causation, traceparent, tracestate, body) \
            SELECT * FROM unnest(\(ids), \(envelopes.map(\.region.digits)), \(envelopes.map(\.subject.uuid)), \
            \(envelopes.map { $0.sequence.map(Int64.init) }), \(envelopes.map(\.type.rawValue)), \
            \(envelopes.map(\.source.description)), \(statements.map(\.exchange)), \
            \(statements.map(\.routingKey)), \(envelopes.map { SQLTimestamp($0.time) }), \
            \(envelopes.map { $0.causation?.value }), \(envelopes.map(\.traceparent)), \
            \(envelopes.map(\.tracestate)), \(statements.map { $0.isConfidential ? nil : $0.body }))
            """)
        let delay: Int64 = fastPath ? 30 : 0
        transaction.send(
            """
            INSERT INTO outbox (message_id, recorded_at, available_at, attempt) \
            SELECT m, now(), now() + make_interval(secs => \(delay)), a \
            FROM unnest(\(ids), \(envelopes.map { Int32($0.attempt) })) AS s (m, a)
            """)
    }

    private func flushRepeats() {
        guard !repeats.isEmpty else { return }
        transaction.send(
            """
            INSERT INTO outbox (message_id, recorded_at, available_at, attempt) \
            SELECT e.message_id, e.recorded_at, now(), 2 FROM events e \
            WHERE (e.region, e.submission_id) IN \
            (SELECT * FROM unnest(\(repeats.map(\.region.digits)), \(repeats.map(\.submission.uuid)))) \
            AND e.exchange = \(WireNames.Exchange.events) ORDER BY e.message_id \
            ON CONFLICT (message_id) DO UPDATE SET attempt = greatest(outbox.attempt, 2), \
            available_at = least(outbox.available_at, excluded.available_at)
            """)
    }

    private func flushCounts() {
        guard !counts.isEmpty else { return }
        let shard = Int16.random(in: 0..<16)
        let ordered = counts.sorted { ($0.key.region.digits, $0.key.name) < ($1.key.region.digits, $1.key.name) }
        transaction.send(
            """
            INSERT INTO counters AS c (region, name, shard, total, ids) \
            SELECT r, n, \(shard), t, i FROM unnest(\(ordered.map(\.key.region.digits)), \
            \(ordered.map(\.key.name)), \(ordered.map(\.value.total)), \(ordered.map(\.value.ids))) \
            AS s (r, n, t, i) \
            ON CONFLICT (region, name, shard) DO UPDATE SET total = c.total + excluded.total, ids = c.ids # excluded.ids
            """)
    }

    private func flushSchedules() {
        if !cancelled.isEmpty {
            let keys = cancelled.sorted { ($0.region.digits, $0.kind, $0.key) < ($1.region.digits, $1.kind, $1.key) }
            transaction.send(
                """
                DELETE FROM schedules WHERE (region, kind, key) IN (SELECT * FROM unnest(\
                \(keys.map(\.region.digits)), \(keys.map(\.kind)), \(keys.map(\.key))))
                """)
        }
        guard !schedules.isEmpty else { return }
        let ordered = schedules.sorted {
            ($0.key.region.digits, $0.key.kind, $0.key.key) < ($1.key.region.digits, $1.key.kind, $1.key.key)
        }
        transaction.send(
            """
            INSERT INTO schedules (region, kind, key, submission_id, due_at) \
            SELECT * FROM unnest(\(ordered.map(\.key.region.digits)), \(ordered.map(\.key.kind)), \
            \(ordered.map(\.key.key)), \(ordered.map(\.value.submission.uuid)), \
            \(ordered.map { SQLTimestamp($0.value.dueAt) })) \
            ON CONFLICT (region, kind, key) DO UPDATE SET due_at = excluded.due_at
            """)
    }

    private func flushAccesses() {
        guard !accesses.isEmpty else { return }
        transaction.send(
            """
            INSERT INTO access_log (region, principal, role, purpose, fields, submission_id) \
            SELECT r, p, o, u, string_to_array(f, ','), s FROM unnest(\(accesses.map(\.region.digits)), \
            \(accesses.map(\.principal)), \(accesses.map(\.role)), \(accesses.map(\.purpose)), \
            \(accesses.map { $0.fields.joined(separator: ",") }), \(accesses.map(\.submission.uuid))) \
            AS t (r, p, o, u, f, s)
            """)
    }
}
