import Contracts
import Database
import Foundation
import Pipeline

/// The applications and notices that one transaction works on; reads at the beginning, writes at the end, set-based.
///
/// - Isolation: belongs to the task that runs the transaction.
final class NoticeDesk {
    private let unit: UnitOfWork
    private let tools: NoticeTools
    private var subscribers: [Subscriber.Key: Subscriber] = [:]
    private var changed: Set<Subscriber.Key> = []
    private var made: [Notice] = []
    private var moved: [Notice] = []

    /// Locks the rows of the applications, in order, and makes those that are missing.
    init(
        _ applications: [Subscriber.Key: SubmissionNumber], tools: NoticeTools, in unit: UnitOfWork
    ) async throws {
        self.unit = unit
        self.tools = tools
        let keys = applications.keys.sorted()
        unit.transaction.send(
            """
            INSERT INTO submissions (region, submission_id, number) SELECT * FROM unnest(\
            \(keys.map(\.region.digits)), \(keys.map(\.submission.uuid)), \
            \(keys.map { applications[$0]?.value ?? "" })) ON CONFLICT DO NOTHING
            """)
        try await lock(keys)
    }

    /// Locks the rows of applications that are known.
    init(_ keys: Set<Subscriber.Key>, tools: NoticeTools, in unit: UnitOfWork) async throws {
        self.unit = unit
        self.tools = tools
        try await lock(keys.sorted())
    }

    private func lock(_ keys: [Subscriber.Key]) async throws {
        let rows = try await unit.transaction.query(
            """
            SELECT s.region, s.submission_id, s.number, s.reach, s.channel, s.recipient_hash, s.unreachable_reason, \
            s.language, s.last_sequence, s.contact, r.name, r.time_zone \
            FROM submissions s LEFT JOIN regions r ON r.region = s.region \
            WHERE (s.region, s.submission_id) IN \
            (SELECT * FROM unnest(\(keys.map(\.region.digits)), \(keys.map(\.submission.uuid)))) \
            ORDER BY s.submission_id, s.region FOR UPDATE OF s
            """, as: Subscriber.self)
        for row in rows { subscribers[row.key] = row }
    }

    /// Takes an event up: learns the contact that it brings, and makes the notice about it.
    func take(_ message: Accepted<NotificationEvent>) throws {
        let key = Subscriber.Key(submission: message.submission, region: message.region)
        if let (language, part) = message.message.contact { try learn(part, language, of: key) }
        let envelope = message.inbound.envelope
        made.append(
            Notice(
                about: envelope.id, envelope.type, traceparent: envelope.traceparent,
                facts: NoticeFacts(message.message, at: envelope.time), submission: message.submission,
                region: message.region, at: unit.now))
    }

    private func learn(_ part: SealedPart, _ language: Language, of key: Subscriber.Key) throws {
        guard var subscriber = subscribers[key] else { return }
        let ciphertext = try tools.vault.ciphertext(of: part)
        // The contact may have been corrected since it came first.
        guard ciphertext != (subscriber.contact?.ciphertext ?? subscriber.knownContact) else { return }
        let stored = try tools.vault.store(part, ciphertext, submission: key.submission)
        let contact = try tools.vault.open(part, submission: key.submission)
        switch tools.choice.way(to: contact) {
        case .reachable(let channel, let address):
            let recipient = try tools.vault.hash(of: address, submission: key.submission, region: key.region)
            subscriber.reach = .reachable(channel, recipient: recipient)
        case .unreachable(let reason):
            subscriber.reach = .unreachable(reason: reason)
        }
        subscriber.language = language
        subscriber.contact = stored
        subscribers[key] = subscriber
        changed.insert(key)
    }

    /// Addresses what waits for a contact, among it what earlier transactions left behind.
    func address() async throws {
        let learned = changed.sorted()
        if !learned.isEmpty {
            moved += try await unit.transaction.query(
                """
                SELECT \(unescaped: Notice.columns) FROM notices n WHERE n.state = 'awaiting-contact' \
                AND (n.region, n.submission_id) IN \
                (SELECT * FROM unnest(\(learned.map(\.region.digits)), \(learned.map(\.submission.uuid)))) \
                ORDER BY n.notice_id FOR UPDATE
                """, as: Notice.self)
        }
        for index in moved.indices { address(&moved[index]) }
        for index in made.indices { address(&made[index]) }
    }

    private func address(_ notice: inout Notice) {
        guard let subscriber = subscribers[notice.subscriber] else { return }
        notice.address(subscriber.reach, domain: tools.domain, policy: tools.policy)
        if case .unknown = subscriber.reach { tools.metrics.wait() }
        // The null channel has no transport that could crash halfway: it takes the notice in this transaction.
        guard tools.settlesNullAtOnce, case .reachable(.null, _) = notice.reach, notice.machine.state == .pending
        else { return }
        notice.apply(.due, policy: tools.policy)
        let words = tools.composer.compose(
            notice.facts, language: subscriber.language, region: subscriber.profile)
        notice.templateVersion = words?.templateVersion
        let answer: TransportAnswer = words == nil ? .refused(reason: "no-template") : .accepted
        notice.apply(
            .answered(answer, attempt: notice.machine.attempts, age: 0), policy: tools.policy)
    }

    /// Applies what became of notices that were handed over.
    func apply(_ results: [HandOverResult]) async throws {
        let byID = Dictionary(results.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = try await unit.transaction.query(
            """
            SELECT \(unescaped: Notice.columns) FROM notices n WHERE (n.region, n.notice_id) IN (SELECT * FROM unnest(\
            \(results.map(\.subscriber.region.digits)), \(results.map(\.id.uuid)))) ORDER BY n.notice_id FOR UPDATE
            """, as: Notice.self)
        for var notice in rows {
            guard let result = byID[notice.id], notice.machine.openAttempt == result.attempt else { continue }
            notice.templateVersion = result.templateVersion
            if let answer = result.answer {
                let age = (unit.now.microseconds - notice.createdAt.microseconds) / 1_000_000
                notice.apply(.answered(answer, attempt: result.attempt, age: age), policy: tools.policy)
            } else {
                notice.apply(.due, policy: tools.policy)
            }
            moved.append(notice)
        }
    }

    /// Says how notices ended and writes all rows.
    func close() throws {
        for notice in made + moved {
            if notice.outcome != nil { try tell(notice) }
            if notice.dueIn == 0 { unit.makeDue(NoticeSender.source) }
        }
        let rows = changed.sorted().compactMap { subscribers[$0] }
        if !rows.isEmpty { unit.transaction.send(Self.updating(rows)) }
        let contacts = rows.filter { $0.contact != nil }
        if !contacts.isEmpty { unit.transaction.send(Self.keeping(contacts)) }
        if !made.isEmpty { unit.transaction.send(try Notice.inserting(made)) }
        if !moved.isEmpty { unit.transaction.send(Notice.updating(moved)) }
    }

    private func tell(_ notice: Notice) throws {
        guard let outcome = notice.outcome, var subscriber = subscribers[notice.subscriber] else { return }
        let channel = notice.reach.channel ?? tools.choice.fallback
        let body = NoticeSettled(
            submissionID: notice.submission, number: notice.facts.number, noticeID: notice.id, event: notice.event,
            eventType: notice.eventType, channel: channel, outcome: outcome, attempts: notice.machine.attempts,
            settledAt: unit.now, reason: notice.reason)
        try unit.say(
            body, from: .notification, about: notice.submission, in: notice.region,
            sequence: subscriber.nextSequence(), causation: notice.event, traceparent: notice.traceparent)
        subscribers[notice.subscriber] = subscriber
        changed.insert(notice.subscriber)
        tools.metrics.settle(outcome, on: channel)
        if notice.machine.isPossibleDouble { tools.metrics.doubt() }
    }

    private static func updating(_ rows: [Subscriber]) -> SQL {
        """
        UPDATE submissions s SET reach = u.reach, channel = u.channel, recipient_hash = u.recipient, \
        unreachable_reason = u.reason, language = u.language, contact = coalesce(u.contact, s.contact), \
        last_sequence = u.last \
        FROM unnest(\(rows.map(\.region.digits)), \(rows.map(\.submission.uuid)), \(rows.map(\.reach.name)), \
        \(rows.map(\.reach.channel?.rawValue)), \(rows.map(\.reach.recipient)), \(rows.map(\.reach.reason)), \
        \(rows.map(\.language.rawValue)), \(rows.map(\.contact?.ciphertext)), \(rows.map { Int64($0.lastSequence) })) \
        AS u (region, id, reach, channel, recipient, reason, language, contact, last) \
        WHERE s.region = u.region AND s.submission_id = u.id
        """
    }

    private static func keeping(_ rows: [Subscriber]) -> SQL {
        """
        INSERT INTO data_keys (region, submission_id, part, stored_key) \
        SELECT r, s, 'contact', k FROM unnest(\(rows.map(\.region.digits)), \(rows.map(\.submission.uuid)), \
        \(rows.compactMap(\.contact?.key))) AS t (r, s, k) \
        ON CONFLICT (region, submission_id, part) DO UPDATE SET stored_key = excluded.stored_key, created_at = now()
        """
    }
}
