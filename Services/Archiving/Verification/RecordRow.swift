import Contracts
import Database
import Foundation
import Pipeline

/// A record's columns as they are; what a changed column makes of them is seen when they become a link.
struct RecordRow: RowDecodable {
    /// The columns that it is read from, of the table as `r`.
    static let columns = """
        r.region, r.chain_index, r.record_id, r.kind, r.supplements, r.note, r.submission_id, r.number, r.event_id, \
        r.service, r.service_version, r.state, r.permit_number, r.received_at, r.closed_at, r.correction_rounds, \
        r.retention_classification, r.retention_start, r.retention_active_years, r.retention_inactive_years, \
        r.retention_disposition, r.retention_basis, r.disposal_not_before, r.application_sha256, r.history_sha256, \
        r.archived_at, r.previous_hash, r.hash
        """

    let region: String
    let chainIndex: Int64
    let recordID: RecordID
    private let kind: String
    private let supplements: UUID?
    private let note: String?
    private let submissionID: UUID
    private let number: String
    private let event: String
    private let service: String
    private let serviceVersion: Int32
    private let state: String
    private let permitNumber: String?
    private let receivedAt: SQLTimestamp
    private let closedAt: SQLTimestamp
    private let correctionRounds: Int32
    private let classification: String
    private let start: String
    private let activeYears: Int32
    private let inactiveYears: Int32
    private let disposition: String
    private let basis: String
    private let disposalNotBefore: SQLDate?
    private let applicationHash: [UInt8]?
    private let historyHash: [UInt8]?
    private let archivedAt: SQLTimestamp
    private let previousHash: [UInt8]?
    private let hash: [UInt8]

    init(row: inout Row) throws(DatabaseError) {
        region = try row.next()
        chainIndex = try row.next()
        recordID = RecordID(try row.next())
        kind = try row.next()
        supplements = try row.next()
        note = try row.next()
        submissionID = try row.next()
        number = try row.next()
        event = try row.next()
        service = try row.next()
        serviceVersion = try row.next()
        state = try row.next()
        permitNumber = try row.next()
        receivedAt = try row.next()
        closedAt = try row.next()
        correctionRounds = try row.next()
        classification = try row.next()
        start = try row.next()
        activeYears = try row.next()
        inactiveYears = try row.next()
        disposition = try row.next()
        basis = try row.next()
        disposalNotBefore = try row.next()
        applicationHash = try row.next()
        historyHash = try row.next()
        archivedAt = try row.next()
        previousHash = try row.next()
        hash = try row.next()
    }

    /// The record at its place; nil when a column holds what no record can hold.
    func link(documents: [DocumentRow]) -> ChainLink? {
        do throws(ContractViolation) {
            guard let kind = RecordKind(rawValue: kind), let state = SubmissionState(rawValue: state),
                let start = RetentionRow.Start(rawValue: start),
                let disposition = RetentionRow.Disposition(rawValue: disposition)
            else { return nil }
            var recorded: [RecordedDocument] = []
            for (position, document) in documents.enumerated() {
                guard document.position == position, let value = try document.value else { return nil }
                recorded.append(value)
            }
            let facts = RecordFacts(
                recordID: recordID, kind: kind, supplements: supplements.map { RecordID($0) }, note: note,
                region: try RegionCode(region), submissionID: SubmissionID(submissionID),
                number: try SubmissionNumber(parsing: number), event: try MessageID(event),
                service: ServiceReference(code: try ServiceCode(service), version: Int(serviceVersion)), state: state,
                permitNumber: permitNumber, receivedAt: receivedAt.timestamp, closedAt: closedAt.timestamp,
                correctionRounds: Int(correctionRounds),
                retention: RetentionRow(
                    classification: classification, start: start, activeYears: Int(activeYears),
                    inactiveYears: Int(inactiveYears), disposition: disposition, basis: basis),
                disposalNotBefore: disposalNotBefore.flatMap(CivilDate.init),
                applicationHash: applicationHash, historyHash: historyHash, documents: recorded,
                archivedAt: archivedAt.timestamp)
            return ChainLink(chainIndex: chainIndex, previousHash: previousHash, facts: facts, hash: hash)
        } catch {
            // A value that is none of the contracts': the record is not readable, which the caller reports by its place.
            return nil
        }
    }
}

extension CivilDate {
    /// The day that PostgreSQL keeps; nil for its infinities.
    fileprivate init?(_ date: SQLDate) {
        guard date != .infinity, date != .negativeInfinity else { return nil }
        self.init(year: date.components.year, month: date.components.month, day: date.components.day)
    }
}
