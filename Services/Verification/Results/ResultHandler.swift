package import Contracts
import Foundation
package import Pipeline
import Sealing

/// Applies what agencies answer.
package struct ResultHandler: MessageHandler {
    /// Agencies count nothing.
    package let orderedSources: Set<ServiceName> = []
    private let proceedings: Proceedings

    /// Makes a handler.
    package init(_ proceedings: Proceedings) {
        self.proceedings = proceedings
    }

    /// Reads a message.
    package func decode(_ inbound: InboundMessage) throws(ContractViolation) -> AgencyWord {
        try AgencyWord(inbound)
    }

    /// Applies messages in order.
    package func apply(_ messages: [Accepted<AgencyWord>], in unit: UnitOfWork) async throws {
        var sitting = try await proceedings.open(
            Dictionary(messages.map { ($0.submission, $0.region) }) { first, _ in first }, unit)
        for message in messages { try apply(message, &sitting) }
        try await proceedings.close(sitting, unit)
    }

    private func apply(_ message: Accepted<AgencyWord>, _ sitting: inout Sitting) throws {
        let word = message.message
        let isKnown =
            sitting.turns[message.submission]?.dossier.checks.contains {
                $0.id == word.check && $0.agency == word.agency && $0.check == word.code
            } ?? false
        guard isKnown else {
            throw MessageRejection(reason: "unknown-check", detail: "the agency was not asked for this check")
        }
        switch word {
        case .accepted(let body):
            let effects = try sitting.on(
                .accepted(
                    body.checkID, attempt: body.attempt, expectedAt: body.expectedAt, reference: body.agencyReference),
                message.submission, because: message.inbound)
            record(effects, CheckAccepted.type, body.attempt, nil, nil, message, &sitting)
        case .completed(let body):
            let effects = try sitting.on(
                .completed(body.checkID, attempt: body.attempt, body.answer, reference: body.agencyReference),
                message.submission, because: message.inbound)
            let context = AgencyNote.context(body.checkID, message.inbound.key)
            let note = try body.note.map { try proceedings.keyRing.protect(Array($0.utf8), context: context) }
            record(effects, CheckCompleted.type, body.attempt, body.answer, note, message, &sitting)
        }
    }

    /// Keeps the agency's word, whatever became of it.
    private func record(
        _ effects: [DossierEffect], _ type: MessageType, _ attempt: Int, _ answer: CheckAnswer?, _ note: [UInt8]?,
        _ message: Accepted<AgencyWord>, _ sitting: inout Sitting
    ) {
        for case .judged(let verdict) in effects {
            sitting.change(message.submission) { turn in
                turn.words.append(
                    DossierTurn.Word(
                        check: message.message.check, key: message.inbound.key, type: type, attempt: attempt,
                        answer: answer, note: note, verdict: verdict))
            }
        }
    }
}
