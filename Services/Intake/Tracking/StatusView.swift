package import Contracts

/// What is shown of one application (*lacak permohonan*).
package struct StatusView: Encodable, Sendable {
    private struct Entry: Encodable {
        let shown: TimelineStore.Shown

        private enum CodingKeys: String, CodingKey {
            case type, source, at, state
        }

        func encode(to encoder: any Encoder) throws {
            try shown.facts.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(shown.type.rawValue, forKey: .type)
            try container.encode(shown.item.source, forKey: .source)
            try container.encode(shown.at, forKey: .at)
            try container.encodeIfPresent(shown.state, forKey: .state)
        }
    }

    private struct Correction: Encodable {
        let round: Int
        let defects: [Defect]
        let answerBy: Timestamp?
        let isAnswered: Bool
    }

    private enum CodingKeys: String, CodingKey {
        case number, region, service, state, ossCode, isFinal, receivedAt, deadlineRule, deadline, waitingFor,
            correction
        case withdrawalRequestedAt, closedAt, outcome, archivedAt, record, disposedAt, documents, timeline, mode
    }

    private let submission: TrackedSubmission
    private let documents: [DocumentReference]
    private let timeline: [TimelineStore.Shown]
    private let isTest: Bool

    /// Shows an application.
    package init(
        _ submission: TrackedSubmission, documents: [DocumentReference], timeline: [TimelineStore.Shown], isTest: Bool
    ) {
        self.submission = submission
        self.documents = documents
        self.timeline = timeline
        self.isTest = isTest
    }

    /// Writes the members.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(submission.number, forKey: .number)
        try container.encode(submission.region, forKey: .region)
        try container.encode(submission.service, forKey: .service)
        try container.encode(submission.state, forKey: .state)
        try container.encodeIfPresent(submission.state.ossCode, forKey: .ossCode)
        try container.encode(submission.state.isFinal, forKey: .isFinal)
        try container.encode(submission.receivedAt, forKey: .receivedAt)
        try container.encode(submission.deadlineRule, forKey: .deadlineRule)
        try container.encode(submission.deadline, forKey: .deadline)
        try container.encode(waitingFor, forKey: .waitingFor)
        try container.encodeIfPresent(correction, forKey: .correction)
        try container.encodeIfPresent(submission.withdrawalRequestedAt, forKey: .withdrawalRequestedAt)
        try container.encodeIfPresent(submission.closedAt, forKey: .closedAt)
        try container.encodeIfPresent(submission.outcome, forKey: .outcome)
        try container.encodeIfPresent(submission.archivedAt, forKey: .archivedAt)
        try container.encodeIfPresent(submission.record, forKey: .record)
        try container.encodeIfPresent(submission.disposedAt, forKey: .disposedAt)
        try container.encode(documents, forKey: .documents)
        try container.encode(timeline.map(Entry.init), forKey: .timeline)
        if isTest { try container.encode("test", forKey: .mode) }
    }

    /// Until verification has said something, the suite itself has the next move.
    private var waitingFor: [WaitedParty] {
        if submission.state.isFinal { return [] }
        return submission.waitingFor ?? [WaitedParty(kind: .system, since: submission.receivedAt)]
    }

    private var correction: Correction? {
        submission.correction.map {
            Correction(
                round: $0.round, defects: $0.defects, answerBy: $0.answerBy,
                isAnswered: submission.correctedRound >= $0.round)
        }
    }
}
