import Contracts
import Foundation

extension Dossier {
    /// The newest check of a definition.
    func current(_ definition: CheckDefinition) -> Int? {
        checks.lastIndex { $0.agency == definition.agency && $0.check == definition.check }
    }

    /// Opens a new check; the agency is asked at once, or at its next opening.
    mutating func open(_ definition: CheckDefinition, _ context: DossierContext, _ effects: inout [DossierEffect]) {
        let start = opening(definition, context.now, context)
        let check = AgencyCheck(
            id: .make(), agency: definition.agency, check: definition.check, isRequired: definition.isRequired,
            round: round, requestedAt: context.now, standing: .waiting, attempt: 0, requestID: UUIDText.version7(),
            askedAt: context.now, answerBy: answerBy(definition, from: start, context), nextTryAt: start)
        checks.append(check)
        effects.append(.planned(.checkDeadline(check.id), at: check.answerBy))
        if start <= context.now {
            ask(checks.count - 1, context, &effects)
        } else {
            effects.append(.planned(.checkRetry(check.id), at: start))
        }
    }

    /// Makes the next attempt.
    private mutating func ask(_ index: Int, _ context: DossierContext, _ effects: inout [DossierEffect]) {
        checks[index].attempt += 1
        checks[index].requestID = UUIDText.version7()
        checks[index].askedAt = context.now
        checks[index].standing = .asked
        checks[index].nextTryAt = nil
        checks[index].acceptedAt = nil
        checks[index].expectedAt = nil
        note(.checkRequested, about: checks[index], context, &effects)
        effects.append(.asked(checks[index].id))
    }

    /// The moment itself while the agency works, else its next opening; the moment where its calendar is missing.
    private func opening(
        _ definition: CheckDefinition, _ moment: Timestamp, _ context: DossierContext
    ) -> Timestamp {
        guard let hours = definition.officeHours else { return moment }
        // Without a calendar the agency is asked at any hour rather than never.
        return (try? context.calendar.opening(of: hours, atOrAfter: moment)) ?? moment
    }

    /// Until when an agency may answer: its opening time, or plain time where its calendar is missing or it never
    /// closes.
    private func answerBy(
        _ definition: CheckDefinition, from start: Timestamp, _ context: DossierContext
    ) -> Timestamp {
        let plain = start.adding(seconds: Int64(definition.deadlineMinutes) * 60)
        guard let hours = definition.officeHours else { return plain }
        var time = Int64(definition.deadlineMinutes) * 60_000_000
        let calendar = context.calendar
        // A missing calendar must not leave a check without a limit.
        let moment = try? calendar.moment(using: &time, from: start) { (date) throws(MissingCalendar) in
            try calendar.agencySpans(hours, on: date)
        }
        return moment ?? plain
    }

    /// An agency took a question on.
    mutating func accept(
        _ id: CheckID, _ attempt: Int, _ expectedAt: Timestamp?, _ reference: String?, _ context: DossierContext,
        _ effects: inout [DossierEffect]
    ) {
        guard let index = checks.firstIndex(where: { $0.id == id }) else { return }
        guard state == .inVerification, checks[index].standing.isOpen else {
            return effects.append(.judged(.late))
        }
        guard attempt <= checks[index].attempt else { return effects.append(.judged(.wrongAttempt)) }
        guard checks[index].standing == .asked, attempt == checks[index].attempt else {
            return effects.append(.judged(.late))
        }
        guard checks[index].acceptedAt == nil else { return effects.append(.judged(.repeated)) }
        checks[index].acceptedAt = context.now
        checks[index].expectedAt = expectedAt
        if let reference { checks[index].agencyReference = reference }
        note(.checkAccepted, about: checks[index], expectedAt: expectedAt, context, &effects)
        effects.append(.judged(.counted))
    }

    /// Takes an agency's answer in; one to an older attempt counts while the check is open.
    mutating func complete(
        _ id: CheckID, _ attempt: Int, _ answer: CheckAnswer, _ reference: String?, _ context: DossierContext,
        _ effects: inout [DossierEffect]
    ) {
        guard let index = checks.firstIndex(where: { $0.id == id }) else { return }
        let verdict = judge(answer, attempt, checks[index])
        effects.append(.judged(verdict))
        guard verdict == .counted else { return }
        if let reference { checks[index].agencyReference = reference }
        checks[index].answer = answer
        checks[index].answeredAt = context.now
        if case .unavailable(let seconds) = answer {
            putOff(index, atLeast: seconds, context, &effects)
        } else if answer == .notFound {
            putOff(index, atLeast: nil, context, &effects)
        } else {
            checks[index].standing = .answered
            unplan(checks[index], &effects)
            note(.checkAnswered, about: checks[index], context, &effects)
        }
        join(context, &effects)
    }

    private func judge(_ answer: CheckAnswer, _ attempt: Int, _ check: AgencyCheck) -> AnswerVerdict {
        if attempt > check.attempt { return .wrongAttempt }
        if check.standing == .answered { return .repeated }
        guard state == .inVerification, check.standing != .cancelled else { return .late }
        guard answer.isUsable || check.standing == .asked else { return .repeated }
        return answer.isUsable || attempt == check.attempt ? .counted : .late
    }

    /// An agency gave the present question back: it is asked again by its policy.
    mutating func reject(
        _ id: CheckID, _ request: UUID, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        guard let index = checks.firstIndex(where: { $0.id == id }), state == .inVerification,
            checks[index].standing == .asked, checks[index].requestID == request
        else { return }
        putOff(index, atLeast: nil, context, &effects)
        join(context, &effects)
    }

    /// The time for an answer is over: a person has to look.
    mutating func expire(_ id: CheckID, _ context: DossierContext, _ effects: inout [DossierEffect]) {
        guard let index = checks.firstIndex(where: { $0.id == id }), state == .inVerification,
            checks[index].standing.isOpen
        else { return }
        guard checks[index].answerBy <= context.now else {
            return effects.append(.planned(.checkDeadline(id), at: checks[index].answerBy))
        }
        exhaust(index, &effects)
        effects.append(.cancelled(id, .expired))
        join(context, &effects)
    }

    /// Asks an agency again.
    mutating func askAgain(_ id: CheckID, _ context: DossierContext, _ effects: inout [DossierEffect]) {
        guard let index = checks.firstIndex(where: { $0.id == id }), state == .inVerification,
            checks[index].standing == .waiting
        else { return }
        if let next = checks[index].nextTryAt, next > context.now {
            return effects.append(.planned(.checkRetry(id), at: next))
        }
        ask(index, context, &effects)
    }

    /// Waits for the next try by the policy, within the agency's hours; without one left, a person has to look.
    private mutating func putOff(
        _ index: Int, atLeast seconds: Int?, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        let check = checks[index]
        guard let definition = context.service.definition(of: check),
            let wait = definition.retry.waitSeconds(afterAttempt: check.attempt)
        else { return exhaust(index, &effects) }
        let next = opening(
            definition, context.now.adding(seconds: Int64(max(wait, seconds ?? 0))), context)
        guard next < check.answerBy else { return exhaust(index, &effects) }
        checks[index].standing = .waiting
        checks[index].nextTryAt = next
        effects.append(.planned(.checkRetry(check.id), at: next))
        note(.checkDelayed, about: checks[index], expectedAt: next, context, &effects)
    }

    private mutating func exhaust(_ index: Int, _ effects: inout [DossierEffect]) {
        checks[index].standing = .exhausted
        checks[index].nextTryAt = nil
        unplan(checks[index], &effects)
    }

    /// Takes back every open question.
    mutating func cancelOpen(
        _ reason: CheckCancelled.Reason, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        for index in checks.indices where checks[index].standing.isOpen {
            checks[index].standing = .cancelled
            checks[index].nextTryAt = nil
            unplan(checks[index], &effects)
            effects.append(.cancelled(checks[index].id, reason))
        }
    }

    private func unplan(_ check: AgencyCheck, _ effects: inout [DossierEffect]) {
        effects.append(.unplanned(.checkDeadline(check.id)))
        effects.append(.unplanned(.checkRetry(check.id)))
    }
}

extension CheckAnswer {
    /// Whether a decision can rest on it; what the register does not know or cannot tell refuses nothing.
    var isUsable: Bool {
        switch self {
        case .match, .mismatch, .recommended, .notRecommended, .defects: true
        case .notFound, .unavailable: false
        }
    }
}
