package import Contracts

/// One event on its way into the timeline.
package struct TimelineRow: Sendable {
    /// The event.
    package let envelope: Envelope
    /// Where the application stands after it, when it says so.
    package let state: SubmissionState?
    /// What is shown.
    package let facts: TimelineFacts

    /// Makes a row.
    package init(_ envelope: Envelope, state: SubmissionState?, facts: TimelineFacts) {
        self.envelope = envelope
        self.state = state
        self.facts = facts
    }
}
