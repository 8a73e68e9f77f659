import Contracts
import Database
import Foundation
import IntakeService
import Testing

@testable import Pipeline

extension IntakeFixture {
    /// What the tests need to speak for the other services about one application.
    struct Story: Sendable {
        let id: SubmissionID
        let number: SubmissionNumber
        let region: RegionCode
        /// The event that told about the application.
        let received: MessageID
        let at: Timestamp

        /// An event of a service.
        func envelope(
            _ type: MessageType, _ service: ServiceName, _ sequence: Int, causation: MessageID? = nil,
            id message: MessageID = .make(), attempt: Int = 1
        ) -> Envelope {
            Envelope(
                id: message, type: type, source: MessageSource(region: region, service: service), subject: id, time: at,
                sequence: sequence, causation: causation, attempt: attempt)
        }

        func progressed(_ state: SubmissionState) -> SubmissionProgressed {
            SubmissionProgressed(
                submissionID: id, number: number, state: state,
                deadline: DeadlineStatus(status: .running, dueAt: at.adding(seconds: 86_400)), transitions: [],
                entries: [TimelineEntry(kind: .completenessPassed, at: at)],
                waitingFor: [WaitedParty(kind: .officer, since: at)])
        }

        func correction(_ items: [String], round: Int = 1) throws -> CorrectionRequested {
            let text = LocalizedText(id: "Perbaiki.", en: "Mend it.")
            return CorrectionRequested(
                submissionID: id, number: number, state: .correctionRequested,
                deadline: DeadlineStatus(status: .paused, pauseReason: .applicant), transitions: [], round: round,
                defects: try items.map {
                    Defect(item: $0, reason: try ReasonCode("unreadable"), text: text, remedy: text)
                }, answerBy: at.adding(seconds: 1_209_600))
        }

        func closed() throws -> SubmissionClosed {
            let filed = Transition(from: nil, to: .received, trigger: .filed, at: at, actor: .applicant)
            let withdrawn = Transition(from: .received, to: .withdrawn, trigger: .withdrawn, at: at, actor: .applicant)
            let sealed = { (audience: String) in
                SealedPart(
                    kid: "3574.e1.\(audience)", schemaVersion: 1, wrappedKey: String(repeating: "A", count: 80),
                    nonce: String(repeating: "A", count: 16), ciphertext: String(repeating: "A", count: 64))
            }
            return SubmissionClosed(
                submissionID: id, number: number, state: .withdrawn, deadline: DeadlineStatus(status: .stopped),
                transitions: [withdrawn],
                service: ServiceReference(code: try ServiceCode("sample-permit"), version: 1), channel: .selfService,
                identityKind: .nik, assuranceLevel: .low, language: .indonesian, receivedAt: at, closedAt: at,
                decision: Decision(outcome: .withdrawn, decidedAt: at, decidedBy: .applicant), permitNumber: nil,
                correctionRounds: 0, history: [filed, withdrawn], checks: [], documents: [], lastSequence: 2,
                retention: RetentionRow(
                    classification: "500", start: .closed, activeYears: 2, inactiveYears: 3, disposition: .review,
                    basis: "JRA contoh"),
                application: sealed("application"), contact: sealed("contact"))
        }

        func settled(_ event: MessageID, about type: MessageType) -> NoticeSettled {
            NoticeSettled(
                submissionID: id, number: number, noticeID: .make(), event: event, eventType: type, channel: .email,
                outcome: .delivered, attempts: 1, settledAt: at)
        }

        func archived() -> RecordArchived {
            RecordArchived(
                submissionID: id, number: number, recordID: .make(), chainIndex: 1,
                hash: String(repeating: "0a", count: 32), previousHash: nil, archivedAt: at)
        }

        func disposed() -> RecordDisposed {
            RecordDisposed(
                submissionID: id, number: number, recordID: .make(), chainIndex: 2,
                hash: String(repeating: "0b", count: 32), action: .destroyed, legalBasis: "JRA contoh", disposedAt: at)
        }
    }

    /// The story of the application of a number.
    func story(_ number: String) async throws -> Story {
        let number = try SubmissionNumber(parsing: number)
        let found = try #require(try await TrackingStore.find(number, in: pool))
        let received = try #require(
            try await pool.scalar(
                "SELECT message_id FROM timeline WHERE submission_id = \(found.id.uuid) AND source = 'intake'",
                as: String.self))
        return Story(
            id: found.id, number: number, region: found.region, received: try MessageID(received),
            at: try #require(Timestamp(rfc3339: "2026-03-17T04:30:00Z")))
    }

    /// Lets the handler apply messages in one batch, as the engine does.
    @discardableResult
    func apply(_ messages: [(Envelope, [UInt8])]) async throws -> BatchRunner<IntakeEventHandler>.Tally {
        let handler = assembly.handler
        let accepted = try messages.map { envelope, body in
            let inbound = InboundMessage(
                key: envelope.id.value, envelope: envelope, properties: envelope.wire, exchange: "mpp.events",
                routingKey: "key", body: body, deliveryCount: 0)
            return Accepted(inbound: inbound, message: try handler.decode(inbound))
        }
        return try await BatchRunner(consumer: "intake.events", handler: handler, engine: engine).apply(accepted)
    }

    /// Lets the handler apply one message.
    func apply<Body: MessageBody>(_ envelope: Envelope, _ body: Body) async throws {
        try await apply([(envelope, try ContractCoding.encode(body))])
    }
}
