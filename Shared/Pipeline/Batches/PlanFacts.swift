import Contracts
import Database
import Foundation

/// What the database knows of a batch before it is applied.
struct PlanFacts {
    private(set) var waiting: Set<String> = []
    private(set) var held: Set<SubmissionID> = []
    private(set) var deferred: Set<SubmissionID> = []
    private(set) var positions: [BatchPlan.Stream: Int] = [:]

    /// The last number seen of a message's stream.
    func reached(_ item: BatchPlan.Item) -> Int {
        guard let position = item.position else { return 0 }
        return positions[BatchPlan.Stream(submission: item.submission, source: position.source), default: 0]
    }

    private struct FactRow: RowDecodable {
        let kind: String
        let key: String?
        let submission: UUID?
        let last: Int64?

        init(row: inout Row) throws(DatabaseError) {
            kind = try row.next()
            key = try row.next()
            submission = try row.next()
            last = try row.next()
        }
    }

    private struct StreamKey: Hashable {
        let region: RegionCode
        let submission: SubmissionID
        let source: String
    }

    /// Reads the facts in one round trip; the regions are the messages', one for each item.
    static func read(
        consumer: String, items: [BatchPlan.Item], regions: [RegionCode], in transaction: DatabaseTransaction
    ) async throws -> PlanFacts {
        let keys = items.map(\.key)
        let submissions = Array(Set(items.map(\.submission))).map(\.uuid)
        let streams = Set(
            zip(items, regions).compactMap { item, region in
                item.position.map { StreamKey(region: region, submission: item.submission, source: $0.source) }
            })
        let ordered = Array(streams)
        let rows = try await transaction.query(
            """
            SELECT 'waiting', message_id, NULL::uuid, NULL::bigint FROM deferred \
            WHERE consumer = \(consumer) AND message_id = ANY(\(keys)) \
            UNION ALL SELECT 'waiting', message_id, NULL, NULL FROM parked \
            WHERE consumer = \(consumer) AND message_id = ANY(\(keys)) \
            UNION ALL SELECT 'deferred:' || reason, NULL, submission_id, NULL FROM deferred \
            WHERE consumer = \(consumer) AND submission_id = ANY(\(submissions)) \
            UNION ALL SELECT 'parked', NULL, submission_id, NULL FROM parked \
            WHERE consumer = \(consumer) AND submission_id = ANY(\(submissions)) \
            UNION ALL SELECT 'position', p.source, p.submission_id, p.last_sequence \
            FROM unnest(\(ordered.map(\.region.digits)), \(ordered.map(\.submission.uuid)), \
            \(ordered.map(\.source))) AS s (region, submission_id, source) \
            JOIN positions p USING (region, submission_id, source)
            """, as: FactRow.self)
        var facts = PlanFacts()
        for row in rows { facts.add(row) }
        return facts
    }

    private mutating func add(_ row: FactRow) {
        if row.kind == "waiting" {
            if let key = row.key { waiting.insert(key) }
            return
        }
        guard let submission = row.submission.map({ SubmissionID($0) }) else { return }
        switch row.kind {
        case "position":
            if let source = row.key, let last = row.last {
                positions[BatchPlan.Stream(submission: submission, source: source)] = Int(last)
            }
        case "deferred:\(BatchPlan.DeferralReason.awaitingPredecessor.rawValue)",
            "deferred:\(BatchPlan.DeferralReason.discarded.rawValue)":
            deferred.insert(submission)
        case "parked":
            held.insert(submission)
        default:
            held.insert(submission)
            deferred.insert(submission)
        }
    }
}
