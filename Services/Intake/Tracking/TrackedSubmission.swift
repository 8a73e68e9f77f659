package import Contracts
import Database
import Foundation
import Pipeline

/// The row of an application, as far as people are shown it and amendments need it.
package struct TrackedSubmission: Sendable {
    /// The columns, in the order of the initialiser.
    static let columns = """
        region, submission_id, number, subject, identity_kind, service_code, service_version, deadline_rule, received_at, \
        last_sequence, state, last_event, deadline, waiting_for, correction, corrected_round, \
        withdrawal_requested_at, closed_at, outcome, archived_at, record, disposed_at
        """

    /// The region.
    package let region: RegionCode
    /// The application.
    package let id: SubmissionID
    /// Its number.
    package let number: SubmissionNumber
    /// Who filed it.
    package let subject: String
    /// What the applicant is known by.
    package let identityKind: IdentityKind
    /// The service.
    package let service: ServiceReference
    /// What the deadline is counted by.
    package let deadlineRule: LocalizedText
    /// When it was taken in.
    package let receivedAt: Timestamp
    /// The last number that intake has given about it.
    package let lastSequence: Int
    /// Where it stands.
    package let state: SubmissionState
    /// Verification's last event.
    package let lastEvent: MessageID?
    /// How the deadline stands.
    package let deadline: DeadlineStatus
    /// Who is waited for; nil while verification has said nothing.
    package let waitingFor: [WaitedParty]?
    /// The correction that is asked for.
    package let correction: OpenCorrection?
    /// The round that the applicant has answered.
    package let correctedRound: Int
    /// When the applicant asked to withdraw.
    package let withdrawalRequestedAt: Timestamp?
    /// When it was closed.
    package let closedAt: Timestamp?
    /// How it ended.
    package let outcome: SubmissionOutcome?
    /// When its record was kept.
    package let archivedAt: Timestamp?
    /// The record.
    package let record: RecordProof?
    /// When the record's content was disposed of.
    package let disposedAt: Timestamp?

    /// Reads what the columns hold.
    init(_ row: SubmissionRow) throws(ContractViolation) {
        region = try RegionCode(row.region)
        id = SubmissionID(row.id)
        number = try SubmissionNumber(parsing: row.number)
        subject = row.subject
        identityKind = IdentityKind(rawValue: row.identityKind) ?? .none
        service = ServiceReference(code: try ServiceCode(row.serviceCode), version: row.serviceVersion)
        deadlineRule = try ContractCoding.value(LocalizedText.self, json: row.deadlineRule.bytes)
        receivedAt = row.receivedAt.timestamp
        lastSequence = row.lastSequence
        state = SubmissionState(rawValue: row.state) ?? .received
        lastEvent = try row.lastEvent.map { text throws(ContractViolation) in try MessageID(text) }
        deadline = try Self.value(DeadlineStatus.self, row.deadline) ?? DeadlineStatus(status: .notStarted)
        waitingFor = try Self.value([WaitedParty].self, row.waitingFor)
        correction = try Self.value(OpenCorrection.self, row.correction)
        correctedRound = row.correctedRound
        withdrawalRequestedAt = row.withdrawalRequestedAt?.timestamp
        closedAt = row.closedAt?.timestamp
        outcome = try Self.value(SubmissionOutcome.self, row.outcome)
        archivedAt = row.archivedAt?.timestamp
        record = try Self.value(RecordProof.self, row.record)
        disposedAt = row.disposedAt?.timestamp
    }

    private static func value<Value: Decodable>(
        _ type: Value.Type, _ json: JSONText?
    ) throws(ContractViolation) -> Value? {
        guard let json else { return nil }
        return try ContractCoding.value(type, json: json.bytes)
    }
}

/// The row as its columns.
struct SubmissionRow: RowDecodable {
    let region: String
    let id: UUID
    let number: String
    let subject: String
    let identityKind: String
    let serviceCode: String
    let serviceVersion: Int
    let deadlineRule: JSONText
    let receivedAt: SQLTimestamp
    let lastSequence: Int
    let state: String
    let lastEvent: String?
    let deadline: JSONText?
    let waitingFor: JSONText?
    let correction: JSONText?
    let correctedRound: Int
    let withdrawalRequestedAt: SQLTimestamp?
    let closedAt: SQLTimestamp?
    let outcome: JSONText?
    let archivedAt: SQLTimestamp?
    let record: JSONText?
    let disposedAt: SQLTimestamp?

    init(row: inout Row) throws(DatabaseError) {
        region = try row.next()
        id = try row.next()
        number = try row.next()
        subject = try row.next()
        identityKind = try row.next()
        serviceCode = try row.next()
        serviceVersion = Int(try row.next() as Int32)
        deadlineRule = try row.next()
        receivedAt = try row.next()
        lastSequence = Int(try row.next() as Int64)
        state = try row.next()
        lastEvent = try row.next()
        deadline = try row.next()
        waitingFor = try row.next()
        correction = try row.next()
        correctedRound = Int(try row.next() as Int32)
        withdrawalRequestedAt = try row.next()
        closedAt = try row.next()
        outcome = try row.next()
        archivedAt = try row.next()
        record = try row.next()
        disposedAt = try row.next()
    }
}
