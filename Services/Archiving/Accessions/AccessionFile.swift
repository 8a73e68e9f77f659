import Contracts
import Foundation

/// A closing event with what the archive makes of it.
struct AccessionFile: Sendable {
    /// The event.
    let closed: SubmissionClosed
    /// The event as it came.
    let body: [UInt8]

    /// Reads the event.
    init(body: [UInt8]) throws(ContractViolation) {
        self.body = body
        closed = try ContractCoding.decode(SubmissionClosed.self, from: body)
    }

    init(closed: SubmissionClosed, body: [UInt8]) {
        self.closed = closed
        self.body = body
    }

    /// Everything that the event says but its sealed parts, members that this version does not know among it.
    var history: [UInt8] {
        get throws(ContractViolation) {
            try ContractCoding.json(body, without: ["application", "contact"])
        }
    }

    /// The record's draft.
    func draft(
        region: RegionCode, event: MessageID, traceparent: String?, documents: [RecordedDocument], sequence: Int,
        vault: ArchiveVault, at now: Timestamp
    ) throws -> RecordDraft {
        let record = RecordID.make()
        let application = try vault.keep(closed.application, submission: closed.submissionID)
        let history = try vault.keepHistory(try history, submission: closed.submissionID, region: region)
        let facts = RecordFacts(
            recordID: record, kind: .closure, supplements: nil, note: nil, region: region,
            submissionID: closed.submissionID, number: closed.number, event: event, service: closed.service,
            state: closed.state, permitNumber: closed.permitNumber, receivedAt: closed.receivedAt,
            closedAt: closed.closedAt, correctionRounds: closed.correctionRounds, retention: closed.retention,
            disposalNotBefore: closed.retention.disposalNotBefore(closedAt: closed.closedAt),
            applicationHash: application.hash, historyHash: history.hash, documents: documents, archivedAt: now)
        return RecordDraft(
            facts: facts, application: application, history: history, sequence: sequence, traceparent: traceparent)
    }
}
