import Contracts
import Database
import Foundation

/// A row of `checks`.
struct CheckRow: RowDecodable {
    /// The columns, in the order of reading.
    static let columns = """
        submission_id, id, agency, check_code, is_required, round, requested_at, standing, attempt, request_id, asked_at, \
        answer_by, next_try_at, accepted_at, expected_at, agency_reference, answer, answered_at
        """

    /// The application that it belongs to.
    let submission: SubmissionID
    /// The check.
    let check: AgencyCheck

    /// Reads the columns.
    init(row: inout Row) throws(DatabaseError) {
        submission = SubmissionID(try row.next() as UUID)
        let id = CheckID(try row.next() as UUID)
        let agency: AgencyCode = try row.code()
        let code: CheckCode = try row.code()
        let isRequired: Bool = try row.next()
        let round = try row.count()
        let requestedAt = try row.time()
        let standing: AgencyCheck.Standing = try row.word()
        let attempt = try row.count()
        let requestID: UUID = try row.next()
        check = AgencyCheck(
            id: id, agency: agency, check: code, isRequired: isRequired, round: round, requestedAt: requestedAt,
            standing: standing, attempt: attempt, requestID: requestID, askedAt: try row.time(),
            answerBy: try row.time(), nextTryAt: try row.timeIfAny(), acceptedAt: try row.timeIfAny(),
            expectedAt: try row.timeIfAny(), agencyReference: try row.next(),
            answer: (try row.jsonIfAny() as StoredAnswer?)?.answer, answeredAt: try row.timeIfAny())
    }
}
