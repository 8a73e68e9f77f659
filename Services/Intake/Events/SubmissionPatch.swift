package import Contracts

/// What the events of one batch change in the row of one application.
///
/// Pure: starts from what the row says, takes events in the order in which they are applied.
package struct SubmissionPatch: Sendable {
    /// What the row says before.
    package struct Before: Sendable, Equatable {
        /// Where the application stands.
        package let state: SubmissionState
        /// The number of verification's last event in it.
        package let stateSequence: Int
        /// Whether it is closed.
        package let isClosed: Bool
        /// Whether its record is kept.
        package let isArchived: Bool

        /// Makes a beginning.
        package init(state: SubmissionState, stateSequence: Int, isClosed: Bool, isArchived: Bool) {
            self.state = state
            self.stateSequence = stateSequence
            self.isClosed = isClosed
            self.isArchived = isArchived
        }
    }

    /// What becomes of the open correction.
    package enum CorrectionChange: Sendable, Equatable {
        /// It stays as it is.
        case keep
        /// It is over.
        case clear
        /// Another one.
        case set(OpenCorrection)
    }

    /// What the row says before.
    package let before: Before
    /// Where the application stands after.
    package private(set) var state: SubmissionState
    /// The number of verification's last event.
    package private(set) var stateSequence: Int
    /// Verification's last event; nil when there is no newer one.
    package private(set) var lastEvent: MessageID?
    /// How the deadline stands; nil when nothing is said.
    package private(set) var deadline: DeadlineStatus?
    /// Who is waited for; nil when nothing is said.
    package private(set) var waitingFor: [WaitedParty]?
    /// What becomes of the open correction.
    package private(set) var correction = CorrectionChange.keep
    /// Whether verification has said anything.
    package private(set) var isSeen = false
    /// How and when it was closed.
    package private(set) var closing: (at: Timestamp, outcome: SubmissionOutcome)?
    /// The record.
    package private(set) var record: RecordProof?
    /// When the record was kept.
    package private(set) var archivedAt: Timestamp?
    /// When the record's content was disposed of.
    package private(set) var disposedAt: Timestamp?
    /// Whether the row has to be written: a settled notice alone changes it only when it may be the last thing awaited.
    package private(set) var isWritten = false

    /// Begins with the row.
    package init(_ before: Before) {
        self.before = before
        state = before.state
        stateSequence = before.stateSequence
    }

    /// Whether the application is closed for the first time.
    package var closesNow: Bool { closing != nil && !before.isClosed }

    /// Whether the record is kept for the first time.
    package var archivesNow: Bool { archivedAt != nil && !before.isArchived }

    /// Takes an event.
    package mutating func apply(_ event: IntakeEvent, _ envelope: Envelope) {
        if case .noticeSettled = event { isWritten = isWritten || before.isArchived } else { isWritten = true }
        switch event {
        case .noticeSettled: return
        case .archived(let archived):
            record = RecordProof(archived)
            archivedAt = archived.archivedAt
        case .disposed(let disposed):
            disposedAt = disposed.disposedAt
        case .progressed, .correctionRequested, .deadlineWarned, .deadlineBreached, .closed:
            guard let standing = event.standing else { return }
            follow(standing, event, envelope)
        }
    }

    private mutating func follow(_ standing: any VerificationEvent, _ event: IntakeEvent, _ envelope: Envelope) {
        isSeen = true
        let sequence = envelope.sequence ?? stateSequence + 1
        // The engine hands them over in order; one that is older all the same changes nothing.
        guard sequence > stateSequence else { return }
        stateSequence = sequence
        lastEvent = envelope.id
        state = standing.state
        deadline = standing.deadline
        waitingFor = event.waitingFor(at: envelope.time) ?? waitingFor
        if case .correctionRequested(let requested) = event {
            correction = .set(OpenCorrection(requested, event: envelope.id))
        } else if state != .correctionRequested {
            correction = .clear
        }
        if case .closed(let closed) = event { closing = (closed.closedAt, SubmissionOutcome(closed)) }
    }
}
