import Contracts

extension Dossier {
    /// Whether the legal clock runs.
    var isClockRunning: Bool {
        guard !state.isFinal, let last = segments.last else { return false }
        return last.isRunning && last.to == nil
    }

    /// Reads the legal clock.
    func reading(_ context: DossierContext) -> ClockReading {
        LegalClock(calendar: context.calendar, rule: context.service.clock).reading(of: segments)
    }

    /// Begins to count: the application was complete when its last part had arrived.
    mutating func startClock(
        at moment: Timestamp, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        guard segments.isEmpty else { return }
        segments = [ClockSegment(from: moment)]
        refresh(context, &effects)
    }

    /// Stands still; never set back.
    mutating func pauseClock(
        _ reason: PauseReason, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        if isClockRunning {
            turn(at: context.now, pause: reason)
            note(.clockPaused, context, &effects)
        }
        refresh(context, &effects)
    }

    /// Goes on from the moment at which what was waited for arrived.
    mutating func resumeClock(
        at moment: Timestamp, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        if let last = segments.last, last.to == nil, !last.isRunning {
            turn(at: moment, pause: nil)
            note(.clockResumed, context, &effects)
        }
        refresh(context, &effects)
    }

    private mutating func turn(at moment: Timestamp, pause: PauseReason?) {
        guard let last = segments.last else { return }
        let at = max(moment, last.from)
        segments[segments.count - 1].to = at
        segments.append(ClockSegment(from: at, pause: pause))
    }

    /// Counts no more.
    mutating func stopClock(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        if let last = segments.last, last.to == nil {
            segments[segments.count - 1].to = max(context.now, last.from)
        }
        refresh(context, &effects)
    }

    /// Works the deadline out anew and plans what follows from it.
    mutating func refresh(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        let started = segments.first?.from
        guard !state.isFinal else {
            deadline = DeadlineStatus(status: .stopped, startedAt: started)
            if started != nil { unplanDeadline(&effects) }
            return
        }
        guard let last = segments.last else {
            deadline = DeadlineStatus(status: .notStarted)
            return
        }
        let reading = reading(context)
        let version = reading.calendarVersion.isEmpty ? nil : String(reading.calendarVersion.prefix(100))
        if let pause = last.pause {
            deadline = DeadlineStatus(
                status: .paused, startedAt: started, pauseReason: pause, calendarVersion: version)
            return unplanDeadline(&effects)
        }
        switch reading.outcome {
        case .due(let due):
            deadline = DeadlineStatus(status: .running, dueAt: due, startedAt: started, calendarVersion: version)
            guard breachedAt == nil else { return }
            effects.append(.planned(.legalDeadline, at: due))
            planWarning(reading, &effects)
        case .unknown(let year):
            deadline = DeadlineStatus(status: .unknown, startedAt: started, calendarVersion: version)
            unplanDeadline(&effects)
            effects.append(.missingCalendar(year: year))
        case .pending: unplanDeadline(&effects)
        }
    }

    /// Plans the next warning that was not given yet.
    func planWarning(_ reading: ClockReading, _ effects: inout [DossierEffect]) {
        if let next = reading.warnings.first(where: { $0.percent > warnedPercent }) {
            effects.append(.planned(.warning, at: next.at))
        } else {
            effects.append(.unplanned(.warning))
        }
    }

    private func unplanDeadline(_ effects: inout [DossierEffect]) {
        effects.append(.unplanned(.legalDeadline))
        effects.append(.unplanned(.warning))
    }

    /// Works everything out anew after a calendar changed.
    mutating func recompute(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        guard !state.isFinal else { return }
        let before = deadline
        var found: [DossierEffect] = []
        refresh(context, &found)
        guard deadline != before else { return }
        effects += found
        if deadline.dueAt != before.dueAt {
            if let due = deadline.dueAt, due > context.now, let breached = breachedAt, breached < due {
                breachedAt = nil
                effects.append(.planned(.legalDeadline, at: due))
            }
            note(.deadlineChanged, expectedAt: deadline.dueAt, context, &effects)
        }
    }
}
