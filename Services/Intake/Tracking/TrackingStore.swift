package import Contracts
package import Database
import Foundation

/// The statements by which applications are looked up.
package enum TrackingStore {
    /// The application of a number.
    package static func find(_ number: SubmissionNumber, in runner: some SQLRunner) async throws -> TrackedSubmission? {
        try await runner.query(
            "SELECT \(unescaped: TrackedSubmission.columns) FROM submissions WHERE number = \(number.value)",
            as: SubmissionRow.self
        ).first.map { row throws(ContractViolation) in try TrackedSubmission(row) }
    }

    /// The application of a number, locked until the end of the transaction.
    package static func lock(
        _ number: SubmissionNumber, in transaction: DatabaseTransaction
    ) async throws -> TrackedSubmission? {
        try await transaction.query(
            "SELECT \(unescaped: TrackedSubmission.columns) FROM submissions WHERE number = \(number.value) FOR UPDATE",
            as: SubmissionRow.self
        ).first.map { row throws(ContractViolation) in try TrackedSubmission(row) }
    }

    /// The applications of a subject, the newest first, behind the last one of the page before.
    package static func own(
        _ subject: String, after: SubmissionID?, limit: Int, in runner: some SQLRunner
    ) async throws -> [TrackedSubmission] {
        let rows =
            if let after {
                try await runner.query(
                    """
                    SELECT \(unescaped: TrackedSubmission.columns) FROM submissions \
                    WHERE number IS NOT NULL AND subject = \(subject) AND submission_id < \(after.uuid) \
                    ORDER BY submission_id DESC LIMIT \(Int64(limit))
                    """, as: SubmissionRow.self)
            } else {
                try await runner.query(
                    """
                    SELECT \(unescaped: TrackedSubmission.columns) FROM submissions WHERE number IS NOT NULL AND subject = \(subject) \
                    ORDER BY submission_id DESC LIMIT \(Int64(limit))
                    """, as: SubmissionRow.self)
            }
        return try rows.map { row throws(ContractViolation) in try TrackedSubmission(row) }
    }

    /// The documents of an application that count now, in their order.
    package static func documents(
        region: RegionCode, submission: SubmissionID, in runner: some SQLRunner
    ) async throws -> [DocumentReference] {
        let rows = try await runner.query(
            """
            SELECT document_id, kind, media_type, size_bytes, sha256 FROM documents \
            WHERE region = \(region.digits) AND submission_id = \(submission.uuid) AND replaced_in_round IS NULL \
            ORDER BY position, round
            """, as: DocumentRow.self)
        return try rows.map { row throws(ContractViolation) in try row.reference() }
    }
}

/// A row of `documents`.
private struct DocumentRow: RowDecodable {
    let id: UUID
    let kind: String
    let mediaType: String
    let sizeBytes: Int64
    let sha256: String

    init(row: inout Row) throws(DatabaseError) {
        id = try row.next()
        kind = try row.next()
        mediaType = try row.next()
        sizeBytes = try row.next()
        sha256 = try row.next()
    }

    func reference() throws(ContractViolation) -> DocumentReference {
        DocumentReference(
            id: DocumentID(id), kind: try DocumentKind(kind), mediaType: mediaType, sizeBytes: sizeBytes, sha256: sha256
        )
    }
}
