import Contracts
import Documents
import Foundation
import Pipeline
import Sealing

/// Closing events for tests.
struct Closings {
    let ring: KeyRing
    let region: RegionCode

    init(ring: KeyRing, region: String = "3574") throws {
        self.ring = ring
        self.region = try RegionCode(region)
    }

    /// A refused application with the given documents.
    func closed(_ documents: [DocumentReference] = [], submission: SubmissionID = .make()) throws -> SubmissionClosed {
        let at = Timestamp(microseconds: 1_773_720_000_123_456)
        let history = [
            Transition(
                from: nil, to: .received, trigger: .filed, at: at.adding(seconds: -3600), actor: .applicant),
            Transition(from: .received, to: .withdrawn, trigger: .withdrawn, at: at, actor: .applicant),
        ]
        return SubmissionClosed(
            submissionID: submission, number: .make(region: region), state: .withdrawn,
            deadline: DeadlineStatus(status: .stopped), transitions: [history[1]],
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1), channel: .selfService,
            identityKind: .nik, assuranceLevel: .substantial, language: .indonesian,
            receivedAt: at.adding(seconds: -3600), closedAt: at,
            decision: Decision(outcome: .withdrawn, decidedAt: at, decidedBy: .applicant), permitNumber: nil,
            correctionRounds: 0, history: history, checks: [], documents: documents, lastSequence: 2,
            retention: RetentionRow(
                classification: "500.16.7.2", start: .closed, activeYears: 2, inactiveYears: 3,
                disposition: .destroy, basis: "JRA contoh"),
            application: try ring.seal(
                Array("{\"applicant\":{\"name\":\"Rahasia\"}}".utf8), part: .application, submission: submission,
                region: region, schemaVersion: 1),
            contact: try ring.seal(
                Array("{\"email\":\"rahasia@example.org\"}".utf8), part: .contact, submission: submission,
                region: region, schemaVersion: 1))
    }

    /// The event as a consumer gets it.
    func inbound(_ closed: SubmissionClosed, attempt: Int = 1, id: MessageID = .make()) throws -> InboundMessage {
        let envelope = Envelope(
            id: id, type: .submissionClosed, source: MessageSource(region: region, service: .verification),
            subject: closed.submissionID, time: closed.closedAt, sequence: closed.lastSequence, attempt: attempt)
        return InboundMessage(
            key: envelope.id.value, envelope: envelope, properties: envelope.wire, exchange: WireNames.Exchange.events,
            routingKey: WireNames.routingKey(.submissionClosed, region), body: try ContractCoding.encode(closed),
            deliveryCount: 0)
    }
}

/// Bytes that pass for a PDF.
func pdf(_ text: String) -> [UInt8] { Array("%PDF-1.7\n\(text)\n%%EOF\n".utf8) }

/// A sequence of one chunk.
struct OneChunk: AsyncSequence {
    let bytes: [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
        var bytes: [UInt8]?

        mutating func next() async -> [UInt8]? {
            defer { bytes = nil }
            return bytes
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes) }
}
