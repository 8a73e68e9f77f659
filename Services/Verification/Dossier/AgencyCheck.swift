package import Contracts
package import Foundation

/// One agency's check of one application, over all its attempts.
package struct AgencyCheck: Hashable, Sendable {
    /// Where a check stands.
    package enum Standing: String, CaseIterable, Sendable {
        /// The agency was asked and has until `answerBy`. Moved on by its answer, its rejection or the time.
        case asked
        /// The agency is asked again at `nextTryAt`. Moved on by the time, or by an answer to an earlier attempt.
        case waiting
        /// An answer is there that the decision can use.
        case answered
        /// The retry policy is used up without such an answer; a person decides.
        case exhausted
        /// The answer is no longer wanted.
        case cancelled

        /// Whether the suite still waits for the agency.
        package var isOpen: Bool { self == .asked || self == .waiting }
    }

    /// Names the check, the same over all attempts.
    package let id: CheckID
    /// The agency.
    package let agency: AgencyCode
    /// The kind of check.
    package let check: CheckCode
    /// Whether the decision waits for it.
    package let isRequired: Bool
    /// The correction round in which it was opened; 0 for the application as filed.
    package let round: Int
    /// When the agency was asked first.
    package let requestedAt: Timestamp
    /// Where it stands.
    package var standing: Standing
    /// How often the agency was asked.
    package var attempt: Int
    /// The message of the last attempt; a re-emission bears the same.
    package var requestID: UUID
    /// When the last attempt was made.
    package var askedAt: Timestamp
    /// Until when the last attempt may be answered.
    package var answerBy: Timestamp
    /// When the agency is asked again.
    package var nextTryAt: Timestamp?
    /// When the agency took the question on.
    package var acceptedAt: Timestamp?
    /// When the agency expects to answer.
    package var expectedAt: Timestamp?
    /// The agency's own reference.
    package var agencyReference: String?
    /// The last answer that counted.
    package var answer: CheckAnswer?
    /// When it arrived.
    package var answeredAt: Timestamp?

    /// Describes a check.
    package init(
        id: CheckID, agency: AgencyCode, check: CheckCode, isRequired: Bool, round: Int, requestedAt: Timestamp,
        standing: Standing = .asked, attempt: Int = 1, requestID: UUID, askedAt: Timestamp, answerBy: Timestamp,
        nextTryAt: Timestamp? = nil, acceptedAt: Timestamp? = nil, expectedAt: Timestamp? = nil,
        agencyReference: String? = nil, answer: CheckAnswer? = nil, answeredAt: Timestamp? = nil
    ) {
        self.id = id
        self.agency = agency
        self.check = check
        self.isRequired = isRequired
        self.round = round
        self.requestedAt = requestedAt
        self.standing = standing
        self.attempt = attempt
        self.requestID = requestID
        self.askedAt = askedAt
        self.answerBy = answerBy
        self.nextTryAt = nextTryAt
        self.acceptedAt = acceptedAt
        self.expectedAt = expectedAt
        self.agencyReference = agencyReference
        self.answer = answer
        self.answeredAt = answeredAt
    }

    /// Whether the answer speaks for the application.
    package var isFavourable: Bool {
        guard standing == .answered else { return false }
        return answer == .match || answer == .recommended
    }

    /// What is told of it when the application closes.
    package var summary: CheckSummary {
        CheckSummary(
            checkID: id, agency: agency, check: check, result: answer?.result, attempts: attempt,
            requestedAt: requestedAt, answeredAt: answer == nil ? nil : answeredAt, agencyReference: agencyReference)
    }
}
