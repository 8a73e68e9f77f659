package import Contracts

/// What the applicant gets for an application (*tanda terima*).
package struct Receipt: Encodable, Sendable, Equatable {
    /// The application's number.
    package let number: SubmissionNumber
    /// With the number, lets anyone who holds both see the state.
    package let accessCode: String
    /// Where the state is seen.
    package let statusURL: String
    /// The region.
    package let region: RegionCode
    /// The service and the version of its standard.
    package let service: ServiceReference
    /// When it was taken in.
    package let receivedAt: Timestamp
    /// What the deadline is counted by.
    package let deadlineRule: LocalizedText
    /// The documents that were taken in, with their hashes.
    package let documents: [DocumentReference]

    private enum CodingKeys: String, CodingKey {
        case number, accessCode, region, service, receivedAt, deadlineRule, documents
        case statusURL = "statusUrl"
    }

    /// Collects the fields.
    package init(
        number: SubmissionNumber, accessCode: String, statusURL: String, region: RegionCode,
        service: ServiceReference, receivedAt: Timestamp, deadlineRule: LocalizedText, documents: [DocumentReference]
    ) {
        self.number = number
        self.accessCode = accessCode
        self.statusURL = statusURL
        self.region = region
        self.service = service
        self.receivedAt = receivedAt
        self.deadlineRule = deadlineRule
        self.documents = documents
    }
}
