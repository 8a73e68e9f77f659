import Contracts
import Foundation
import Pipeline
import Sealing

/// Events of one application, for tests.
struct Events {
    let ring: KeyRing
    let region: RegionCode
    let submission = SubmissionID.make()
    let number: SubmissionNumber
    let at = Timestamp(microseconds: 1_773_720_000_123_456)
    var contactText = #"{"email":"siti@example.org","phone":"+628110000","language":"id","channels":["email"]}"#
    var language = Language.indonesian

    init(ring: KeyRing, region: String = "3574") throws {
        self.ring = ring
        self.region = try RegionCode(region)
        number = .make(region: self.region)
    }

    private func sealed(_ text: String, _ part: SealedPartName) throws -> SealedPart {
        try ring.seal(Array(text.utf8), part: part, submission: submission, region: region, schemaVersion: 1)
    }

    func received(attempt: Int = 1, id: MessageID = .make()) throws -> InboundMessage {
        try message(
            SubmissionReceived(
                submissionID: submission, number: number,
                service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1), channel: .selfService,
                identityKind: .nik, assuranceLevel: .substantial, language: language, receivedAt: at, documents: [],
                application: try sealed("{}", .application), contact: try sealed(contactText, .contact)),
            from: .intake, attempt: attempt, id: id)
    }

    func correctionRequested(id: MessageID = .make()) throws -> InboundMessage {
        let text = LocalizedText(id: "STR tidak terbaca", en: "The STR cannot be read")
        return try message(
            CorrectionRequested(
                submissionID: submission, number: number, state: .correctionRequested,
                deadline: DeadlineStatus(status: .paused, pauseReason: .applicant),
                transitions: [
                    Transition(
                        from: .received, to: .correctionRequested, trigger: .defectsFound, at: at, actor: .system,
                        round: 1)
                ], round: 1,
                defects: [
                    Defect(item: "/documents/str", reason: try ReasonCode("unreadable"), text: text, remedy: text)
                ], answerBy: at.adding(seconds: 86_400)),
            from: .verification, id: id)
    }

    func closed(id: MessageID = .make(), contact: String? = nil) throws -> InboundMessage {
        let history = [
            Transition(from: nil, to: .received, trigger: .filed, at: at, actor: .applicant),
            Transition(from: .received, to: .withdrawn, trigger: .withdrawn, at: at, actor: .applicant),
        ]
        return try message(
            SubmissionClosed(
                submissionID: submission, number: number, state: .withdrawn,
                deadline: DeadlineStatus(status: .stopped), transitions: [history[1]],
                service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1), channel: .selfService,
                identityKind: .nik, assuranceLevel: .substantial, language: language, receivedAt: at, closedAt: at,
                decision: Decision(outcome: .withdrawn, decidedAt: at, decidedBy: .applicant), permitNumber: nil,
                correctionRounds: 0, history: history, checks: [], documents: [], lastSequence: 2,
                retention: RetentionRow(
                    classification: "500", start: .closed, activeYears: 1, inactiveYears: 1, disposition: .review,
                    basis: "JRA contoh"),
                application: try sealed("{}", .application), contact: try sealed(contact ?? contactText, .contact)),
            from: .verification, id: id)
    }

    private func message<Body: MessageBody>(
        _ body: Body, from service: ServiceName, attempt: Int = 1, id: MessageID
    ) throws -> InboundMessage {
        let envelope = Envelope(
            id: id, type: Body.type, source: MessageSource(region: region, service: service), subject: submission,
            time: at, sequence: 1, attempt: attempt,
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        return InboundMessage(
            key: id.value, envelope: envelope, properties: envelope.wire, exchange: WireNames.Exchange.events,
            routingKey: WireNames.routingKey(Body.type, region), body: try ContractCoding.encode(body),
            deliveryCount: 0)
    }
}
