package import Contracts
import Database
import Foundation
package import Pipeline

/// Keeps what citizens are shown up to date with the queue `intake.events`.
///
/// An answer to a nudge changes nothing here and is never answered: otherwise two services would nudge one another for
/// ever.
package struct IntakeEventHandler: MessageHandler {
    /// Intake's queue is bound to all types of verification's.
    package let orderedSources: Set<ServiceName> = [.verification]

    /// Makes a handler.
    package init() {}

    /// Reads an event.
    package func decode(_ inbound: InboundMessage) throws(ContractViolation) -> IntakeEvent {
        try IntakeEvent(inbound.envelope.type, body: inbound.body)
    }

    /// Applies events.
    /// - Throws: `MessageRejection` for an application that intake has not filed.
    package func apply(_ messages: [Accepted<IntakeEvent>], in unit: UnitOfWork) async throws {
        var patches = try await EventStore.lock(messages, in: unit)
        var timeline: [TimelineRow] = []
        for message in messages {
            let envelope = message.inbound.envelope
            guard var patch = patches[message.submission] else {
                throw MessageRejection(
                    reason: "unknown-submission",
                    detail: "intake has no such application in the region; replay it when that is mended")
            }
            patch.apply(message.message, envelope)
            patches[message.submission] = patch
            timeline.append(
                TimelineRow(
                    envelope.caused(by: message.message), state: message.message.standing?.state,
                    facts: message.message.facts(envelope)))
        }
        try TimelineStore.insert(timeline, in: unit)
        keepNotices(messages, in: unit)
        let regions = Dictionary(messages.map { ($0.submission, $0.region) }, uniquingKeysWith: { first, _ in first })
        let changed = patches.compactMap { id, patch in regions[id].map { (region: $0, id: id, patch: patch) } }
            .sorted { $0.id < $1.id }
        try EventStore.write(changed.filter(\.patch.isWritten), in: unit)
        EventStore.erase(changed.filter { $0.patch.disposedAt != nil }.map { ($0.region, $0.id) }, in: unit)
        for (region, id, patch) in changed {
            if patch.closesNow { unit.count("closed", id, in: region) }
            if patch.archivesNow { unit.count("archived", id, in: region) }
        }
    }

    private func keepNotices(_ messages: [Accepted<IntakeEvent>], in unit: UnitOfWork) {
        var awaited: [(region: RegionCode, submission: SubmissionID, event: String)] = []
        var settled: [(region: RegionCode, submission: SubmissionID, event: String)] = []
        for message in messages {
            if message.message.mustBeNoticed {
                awaited.append((message.region, message.submission, message.inbound.envelope.id.value))
            }
            if case .noticeSettled(let notice) = message.message {
                settled.append((message.region, message.submission, notice.event.value))
            }
        }
        FilingStore.awaitNotices(awaited, in: unit)
        EventStore.settleNotices(settled, in: unit)
    }
}

extension Envelope {
    /// The envelope with the cause that the timeline places it by: a notice stands behind the event that it tells about.
    fileprivate func caused(by event: IntakeEvent) -> Envelope {
        guard case .noticeSettled(let notice) = event else { return self }
        var envelope = self
        envelope.causation = notice.event
        return envelope
    }
}
