import Contracts
import Database
import Foundation
import Metrics
import Pipeline

/// What agencies' queues gave up: a question that was rejected, tried too often or crowded out is asked again.
///
/// The check's own policy says when; the body is never kept.
struct RejectedQuestions: Sendable {
    let proceedings: Proceedings
    let engine: Engine

    /// Plans the next tries; parks, without what it said, whatever is not a question of ours.
    func apply(_ letters: [DeadLetter], _ unit: UnitOfWork) async throws {
        var questions: [(request: UUID, envelope: Envelope)] = []
        for letter in letters {
            guard let envelope = letter.envelope, envelope.source.sender == .service(.verification),
                let request = UUID(uuidString: envelope.id.value)
            else {
                try await engine.park([letter], as: WireNames.Queue.agencyDead, keepsBodies: false, in: unit)
                continue
            }
            // A withdrawn question that nobody took is no loss.
            if envelope.type == .checkRequested { questions.append((request, envelope)) }
        }
        proceedings.metrics.rejected.increment(by: questions.count)
        guard !questions.isEmpty else { return }
        var sitting = try await proceedings.open(
            Dictionary(questions.map { ($0.envelope.subject, $0.envelope.region) }) { first, _ in first }, unit)
        for (request, envelope) in questions {
            // A question that is no longer the present one of its check has been followed up already.
            guard let dossier = sitting.turns[envelope.subject]?.dossier,
                let check = dossier.checks.first(where: { $0.requestID == request })
            else { continue }
            try sitting.on(.rejected(check.id, request: request), envelope.subject)
        }
        try await proceedings.close(sitting, unit)
    }
}
