package import Contracts

/// What the applicant gets for a correction or a withdrawal: it is taken in, and verification decides what follows.
package struct AmendmentReceipt: Encodable, Sendable, Equatable {
    /// The kinds of amendments.
    package enum Kind: String, Codable, Sendable {
        /// What was asked for was mended.
        case correction
        /// The application is to be taken back.
        case withdrawal
    }

    private enum CodingKeys: String, CodingKey {
        case number, kind, round, acceptedAt
        case statusURL = "statusUrl"
    }

    /// The application.
    package let number: SubmissionNumber
    /// What was taken in.
    package let kind: Kind
    /// The correction's round.
    package let round: Int?
    /// When.
    package let acceptedAt: Timestamp
    /// Where the state is seen.
    package let statusURL: String

    /// Collects the fields.
    package init(number: SubmissionNumber, kind: Kind, round: Int?, acceptedAt: Timestamp, statusURL: String) {
        self.number = number
        self.kind = kind
        self.round = round
        self.acceptedAt = acceptedAt
        self.statusURL = statusURL
    }
}
