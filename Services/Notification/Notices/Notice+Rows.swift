import Contracts
package import Database
import Foundation
import Pipeline

extension Notice: RowDecodable {
    /// The columns that a notice is read from, of the table as `n`.
    static let columns = """
        n.region, n.notice_id, n.submission_id, n.event_id, n.event_type, n.traceparent, n.facts, n.recipient_hash, \
        n.channel, n.message_id, n.state, n.attempts, n.open_attempt, n.refusals, n.is_possible_double, n.created_at
        """

    /// The application that it is about.
    var subscriber: Subscriber.Key { Subscriber.Key(submission: submission, region: region) }

    /// Reads the columns.
    package init(row: inout Row) throws(DatabaseError) {
        let region = try row.contract { text throws(ContractViolation) in try RegionCode(text) }
        let id = NoticeID(try row.next())
        let submission = SubmissionID(try row.next())
        let event = try row.contract { text throws(ContractViolation) in try MessageID(text) }
        let eventType = MessageType(rawValue: try row.next())
        let traceparent: String? = try row.next()
        let facts: JSONText = try row.next()
        let recipient: [UInt8]? = try row.next()
        let channel: String? = try row.next()
        let messageID: String? = try row.next()
        let state = try row.contract { text throws(ContractViolation) in
            guard let state = NoticeState(rawValue: text) else {
                throw ContractViolation(code: "state", message: "must be a notice's state")
            }
            return state
        }
        let attempts = Int(try row.next() as Int32)
        let openAttempt: Int32? = try row.next()
        let refusals = Int(try row.next() as Int32)
        let isPossibleDouble: Bool = try row.next()
        let createdAt: SQLTimestamp = try row.next()
        var reach = Reach.unknown
        if let channel = channel.flatMap(NoticeChannel.init), let recipient {
            reach = .reachable(channel, recipient: recipient)
        }
        self.init(
            id: id, region: region, submission: submission, event: event, eventType: eventType,
            traceparent: traceparent, facts: try NoticeFacts(stored: facts), createdAt: createdAt.timestamp,
            reach: reach, messageID: messageID,
            machine: NoticeMachine(
                state: state, attempts: attempts, openAttempt: openAttempt.map(Int.init), refusals: refusals,
                isPossibleDouble: isPossibleDouble))
    }

    /// Writes new notices; one about the same event to the same recipient over the same channel stays as it is.
    static func inserting(_ notices: [Notice]) throws(ContractViolation) -> SQL {
        var facts: [JSONText] = []
        for notice in notices { facts.append(try notice.facts.stored) }
        return """
            INSERT INTO notices (region, notice_id, submission_id, event_id, event_type, traceparent, facts, \
            recipient_hash, channel, message_id, state, attempts, open_attempt, refusals, is_possible_double, \
            template_version, reason, due_at, settled_at) \
            SELECT r, i, s, e, y, tp, f, h, c, m, st, a, o, rf, d, v, w, now() + make_interval(secs => due), \
            CASE WHEN settled THEN now() END FROM unnest(\(notices.map(\.region.digits)), \(notices.map(\.id.uuid)), \
            \(notices.map(\.submission.uuid)), \(notices.map(\.event.value)), \(notices.map(\.eventType.rawValue)), \
            \(notices.map(\.traceparent)), \(facts), \(notices.map(\.reach.recipient)), \
            \(notices.map(\.reach.channel?.rawValue)), \(notices.map(\.messageID)), \
            \(notices.map(\.machine.state.rawValue)), \(notices.map { Int32($0.machine.attempts) }), \
            \(notices.map { $0.machine.openAttempt.map(Int32.init) }), \(notices.map { Int32($0.machine.refusals) }), \
            \(notices.map(\.machine.isPossibleDouble)), \(notices.map { $0.templateVersion.map(Int32.init) }), \
            \(notices.map(\.reason)), \(notices.map(\.dueIn)), \(notices.map(\.machine.state.isSettled))) \
            AS t (r, i, s, e, y, tp, f, h, c, m, st, a, o, rf, d, v, w, due, settled) \
            ON CONFLICT ON CONSTRAINT notices_recipient DO NOTHING
            """
    }

    /// Writes how notices moved.
    static func updating(_ notices: [Notice]) -> SQL {
        """
        UPDATE notices n SET recipient_hash = h, channel = c, message_id = m, state = st, attempts = a, \
        open_attempt = o, refusals = rf, is_possible_double = d, template_version = coalesce(v, n.template_version), \
        reason = w, due_at = now() + make_interval(secs => due), settled_at = CASE WHEN settled THEN now() END \
        FROM unnest(\(notices.map(\.region.digits)), \(notices.map(\.id.uuid)), \(notices.map(\.reach.recipient)), \
        \(notices.map(\.reach.channel?.rawValue)), \(notices.map(\.messageID)), \
        \(notices.map(\.machine.state.rawValue)), \(notices.map { Int32($0.machine.attempts) }), \
        \(notices.map { $0.machine.openAttempt.map(Int32.init) }), \(notices.map { Int32($0.machine.refusals) }), \
        \(notices.map(\.machine.isPossibleDouble)), \(notices.map { $0.templateVersion.map(Int32.init) }), \
        \(notices.map(\.reason)), \(notices.map(\.dueIn)), \(notices.map(\.machine.state.isSettled))) \
        AS t (r, i, h, c, m, st, a, o, rf, d, v, w, due, settled) WHERE n.region = t.r AND n.notice_id = t.i
        """
    }
}

extension NoticeFacts {
    /// The facts as their row keeps them.
    var stored: JSONText {
        get throws(ContractViolation) { JSONText(try ContractCoding.json(self)) }
    }

    /// Reads what a row keeps.
    init(stored: JSONText, fileID: String = #fileID, line: Int = #line) throws(DatabaseError) {
        do throws(ContractViolation) {
            self = try ContractCoding.value(NoticeFacts.self, json: stored.bytes)
        } catch {
            throw DatabaseError(
                code: .decoding, operation: "decode", caller: Caller(fileID: fileID, line: line),
                message: "the facts of a notice cannot be read")
        }
    }
}
