package import Contracts

/// All that a record (*arsip*) states, without its place in the chain; no personal data in clear.
package struct RecordFacts: Sendable, Equatable {
    /// The record.
    package var recordID: RecordID
    /// What it tells.
    package var kind: RecordKind
    /// The earlier record that a supplement or a disposal is about.
    package var supplements: RecordID?
    /// Why a supplement or a disposal was written, with its legal basis; never a person's name.
    package var note: String?
    /// The region whose chain it belongs to.
    package var region: RegionCode
    /// The application.
    package var submissionID: SubmissionID
    /// The number that the citizen holds.
    package var number: SubmissionNumber
    /// The message that it was made from.
    package var event: MessageID
    /// The service and its version.
    package var service: ServiceReference
    /// The final state.
    package var state: SubmissionState
    /// The number of the permit.
    package var permitNumber: String?
    /// When the application was taken in.
    package var receivedAt: Timestamp
    /// When it was closed.
    package var closedAt: Timestamp
    /// How often a correction was asked for.
    package var correctionRounds: Int
    /// The row of the retention schedule (*JRA*).
    package var retention: RetentionRow
    /// The day before which the content may not be disposed of; nil when it is kept for ever or the start is not known.
    package var disposalNotBefore: CivilDate?
    /// SHA-256 of the sealed application as it is kept; nil for records without content of their own.
    package var applicationHash: [UInt8]?
    /// SHA-256 of the protected history as it is kept.
    package var historyHash: [UInt8]?
    /// The documents, in the order of the application.
    package var documents: [RecordedDocument]
    /// When the record was written.
    package var archivedAt: Timestamp
}
