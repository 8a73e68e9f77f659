import Contracts
import Database
import Foundation
package import Pipeline

/// Fires what falls due for applications: deadlines, warnings, limits of corrections and checks, next tries.
package struct PlanHandler: ScheduleHandler {
    /// The kind of the rows that have a deadline worked out anew.
    package static let calendarChange = "calendar-change"

    private let proceedings: Proceedings
    private let gate: DrainGate

    /// Makes a handler.
    package init(_ proceedings: Proceedings, gate: DrainGate) {
        self.proceedings = proceedings
        self.gate = gate
    }

    /// Does the work of due rows of one region.
    package func fire(_ due: [DueSchedule], in unit: UnitOfWork) async throws {
        if due.contains(where: { $0.kind == PlanHandler.calendarChange }) {
            try await proceedings.book.refresh(in: unit.transaction)
        }
        let waiting = try await unapplied(due, unit)
        var ready: [(schedule: DueSchedule, input: DossierInput)] = []
        for schedule in due {
            guard let input = input(schedule) else { continue }
            if case .due(let plan) = input, plan.needsDrainedQueues,
                waiting.contains(schedule.submission) || !gate.isOpen(schedule.dueAt, unit.now)
            {
                putOff(schedule, unit)
                continue
            }
            ready.append((schedule, input))
        }
        // The due rows are locked already: an application that a message is changing now waits for the next look.
        var sitting = try await proceedings.open(
            Dictionary(ready.map { ($0.schedule.submission, $0.schedule.region) }) { first, _ in first },
            leavingOutLocked: true, unit)
        let busy = try await existing(ready.map(\.schedule.submission).filter { sitting.turns[$0] == nil }, unit)
        for (schedule, input) in ready {
            if busy.contains(schedule.submission) { putOff(schedule, unit) }
            if sitting.turns[schedule.submission] != nil { try sitting.on(input, schedule.submission) }
        }
        try await proceedings.close(sitting, unit)
    }

    private func putOff(_ schedule: DueSchedule, _ unit: UnitOfWork) {
        unit.schedule(
            schedule.kind, key: schedule.key, about: schedule.submission, in: schedule.region,
            at: unit.now.adding(seconds: 1))
    }

    private func existing(_ ids: [SubmissionID], _ unit: UnitOfWork) async throws -> Set<SubmissionID> {
        guard !ids.isEmpty else { return [] }
        let found = try await unit.transaction.column(
            "SELECT id FROM submissions WHERE id = ANY(\(ids.map(\.uuid)))", as: UUID.self)
        return Set(found.map { SubmissionID($0) })
    }

    private func input(_ schedule: DueSchedule) -> DossierInput? {
        if schedule.kind == PlanHandler.calendarChange { return .calendarChanged }
        return DossierPlan(kind: schedule.kind, key: schedule.key).map(DossierInput.due)
    }

    /// The applications with messages that arrived and wait for their turn.
    private func unapplied(_ due: [DueSchedule], _ unit: UnitOfWork) async throws -> Set<SubmissionID> {
        let ids = due.map(\.submission.uuid)
        let rows = try await unit.transaction.column(
            "SELECT DISTINCT submission_id FROM deferred WHERE submission_id = ANY(\(ids))", as: UUID.self)
        return Set(rows.map { SubmissionID($0) })
    }
}
