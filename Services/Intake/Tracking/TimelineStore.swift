package import Contracts
package import Database
import Foundation
package import Pipeline

/// The statements about the timeline.
package enum TimelineStore {
    /// An event as it is shown.
    package struct Shown: Sendable {
        /// Its place and cause.
        package let item: TimelineOrder.Item
        /// Its type.
        package let type: MessageType
        /// The state after it.
        package let state: SubmissionState?
        /// When it happened, by its sender's clock.
        package let at: Timestamp
        /// What is shown.
        package let facts: TimelineFacts
    }

    /// Writes events; one that is there already stays as it is.
    package static func insert(_ rows: [TimelineRow], in unit: UnitOfWork) throws(ContractViolation) {
        guard !rows.isEmpty else { return }
        var facts: [JSONText] = []
        for row in rows { facts.append(JSONText(try ContractCoding.json(row.facts))) }
        let envelopes = rows.map(\.envelope)
        unit.transaction.send(
            """
            INSERT INTO timeline (region, submission_id, message_id, source, sequence, causation, type, state, \
            occurred_at, facts) SELECT * FROM unnest(\(envelopes.map(\.region.digits)), \
            \(envelopes.map(\.subject.uuid)), \(envelopes.map(\.id.value)), \(envelopes.map(\.timelineSource)), \
            \(envelopes.map { $0.sequence.map(Int64.init) }), \(envelopes.map { $0.causation?.value }), \
            \(envelopes.map(\.type.rawValue)), \(rows.map { $0.state?.rawValue }), \
            \(envelopes.map { SQLTimestamp($0.time) }), \(facts)) ON CONFLICT DO NOTHING
            """)
    }

    /// Reads the timeline of an application, in the order to show.
    package static func read(
        region: RegionCode, submission: SubmissionID, in runner: some SQLRunner
    ) async throws -> [Shown] {
        let rows = try await runner.query(
            """
            SELECT message_id, source, sequence, causation, type, state, occurred_at, facts FROM timeline \
            WHERE region = \(region.digits) AND submission_id = \(submission.uuid) ORDER BY recorded_at, message_id
            """, as: TimelineRecord.self)
        let shown = try rows.map { try $0.shown() }
        return TimelineOrder.order(shown.map(\.item)).map { shown[$0] }
    }
}

extension Envelope {
    /// The service that said it, or the agency.
    fileprivate var timelineSource: String {
        switch source.sender {
        case .service(let service): service.rawValue
        case .agency(let agency): "agency/\(agency.value)"
        }
    }
}

/// A row of the timeline.
private struct TimelineRecord: RowDecodable {
    let id: String
    let source: String
    let sequence: Int64?
    let causation: String?
    let type: String
    let state: String?
    let at: SQLTimestamp
    let facts: JSONText

    init(row: inout Row) throws(DatabaseError) {
        id = try row.next()
        source = try row.next()
        sequence = try row.next()
        causation = try row.next()
        type = try row.next()
        state = try row.next()
        at = try row.next()
        facts = try row.next()
    }

    func shown() throws(ContractViolation) -> TimelineStore.Shown {
        TimelineStore.Shown(
            item: TimelineOrder.Item(
                id: id, source: source, sequence: sequence.map(Int.init), causation: causation),
            type: MessageType(rawValue: type), state: state.flatMap(SubmissionState.init(rawValue:)), at: at.timestamp,
            facts: try ContractCoding.value(TimelineFacts.self, json: facts.bytes))
    }
}
