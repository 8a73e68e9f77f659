package import Contracts

/// Moves one notice from the event to its end; pure.
///
/// `handing-over` is committed before the transport begins, so a crash at any instant leaves either a notice that
/// certainly was not handed over, or one that may have been. The latter is handed over exactly once more, under the
/// same Message-ID: nothing is missing, and every possible double is known.
package struct NoticeMachine: Sendable, Equatable {
    /// Where the notice stands.
    package private(set) var state: NoticeState
    /// How often it was handed to a transport.
    package private(set) var attempts: Int
    /// The attempt whose answer is outstanding; kept when the lease ends, so that a late answer still counts.
    package private(set) var openAttempt: Int?
    /// How often a transport refused it for now or could not be reached.
    package private(set) var refusals: Int
    /// Whether it was uncertain at any time, so that the recipient may have it twice.
    package private(set) var isPossibleDouble: Bool

    /// What happens to a notice.
    package enum Input: Sendable, Equatable {
        /// The contact is known and a channel reaches it.
        case addressed
        /// The contact is known and no channel reaches it.
        case unaddressable(reason: String)
        /// Its due time has come; while it is being handed over, that is the end of the sender's lease.
        case due
        /// The transport answered the attempt of this number, the notice being so many seconds old.
        case answered(TransportAnswer, attempt: Int, age: Int64)
    }

    /// What has to be done, after the new state is committed.
    package enum Action: Sendable, Equatable {
        /// Be due after so many seconds.
        case wait(seconds: Int64)
        /// Hand it to the transport; the lease runs meanwhile.
        case handOver
        /// Tell how it ended.
        case settle(NoticeSettled.Outcome, reason: String?)
    }

    /// Takes up a notice where its row left it.
    package init(
        state: NoticeState = .awaitingContact, attempts: Int = 0, openAttempt: Int? = nil, refusals: Int = 0,
        isPossibleDouble: Bool = false
    ) {
        self.state = state
        self.attempts = attempts
        self.openAttempt = openAttempt
        self.refusals = refusals
        self.isPossibleDouble = isPossibleDouble
    }

    /// Applies what happened; an input that has no place in the state changes nothing.
    package mutating func on(_ input: Input, policy: NoticePolicy) -> [Action] {
        switch input {
        case .addressed:
            guard state == .awaitingContact else { return [] }
            state = .pending
            return [.wait(seconds: 0)]
        case .unaddressable(let reason):
            guard state == .awaitingContact else { return [] }
            return end(.failed, .failed, reason)
        case .due:
            return due()
        case .answered(let answer, let attempt, let age):
            guard attempt == openAttempt else { return [] }
            openAttempt = nil
            switch state {
            case .handingOver, .uncertain: return first(answer, age: age, policy: policy)
            case .handingOverAgain: return second(answer, age: age, policy: policy)
            case .awaitingContact, .pending, .delivered, .failed, .uncertainForGood: return []
            }
        }
    }

    private mutating func due() -> [Action] {
        switch state {
        case .pending:
            return handOver(as: .handingOver)
        case .uncertain:
            return handOver(as: .handingOverAgain)
        case .handingOver:
            return becomeUncertain(after: 0)
        case .handingOverAgain:
            return end(.uncertainForGood, .uncertain, "no-answer-twice")
        case .awaitingContact, .delivered, .failed, .uncertainForGood:
            return []
        }
    }

    private mutating func handOver(as next: NoticeState) -> [Action] {
        state = next
        attempts += 1
        openAttempt = attempts
        return [.handOver]
    }

    /// The answer to an attempt before which the notice certainly had not been taken; it may come after the lease.
    private mutating func first(_ answer: TransportAnswer, age: Int64, policy: NoticePolicy) -> [Action] {
        if case .maybeTaken = answer {
            return state == .uncertain ? [] : becomeUncertain(after: policy.firstWait)
        }
        isPossibleDouble = false
        switch answer {
        case .accepted: return end(.delivered, .delivered, nil)
        case .refused(let reason): return end(.failed, .failed, reason)
        case .refusedForNow(let reason):
            if age >= policy.giveUpAge { return end(.failed, .failed, reason) }
            return refuse(to: .pending, policy)
        case .unavailable, .maybeTaken: return refuse(to: .pending, policy)
        }
    }

    /// The answer to the attempt after an uncertain one; what is refused now may have been taken then.
    private mutating func second(_ answer: TransportAnswer, age: Int64, policy: NoticePolicy) -> [Action] {
        switch answer {
        case .accepted: return end(.delivered, .delivered, nil)
        case .refused(let reason), .maybeTaken(let reason): return end(.uncertainForGood, .uncertain, reason)
        case .refusedForNow(let reason):
            if age >= policy.giveUpAge { return end(.uncertainForGood, .uncertain, reason) }
            return refuse(to: .uncertain, policy)
        case .unavailable: return refuse(to: .uncertain, policy)
        }
    }

    private mutating func becomeUncertain(after seconds: Int64) -> [Action] {
        state = .uncertain
        isPossibleDouble = true
        return [.wait(seconds: seconds)]
    }

    private mutating func refuse(to next: NoticeState, _ policy: NoticePolicy) -> [Action] {
        state = next
        refusals += 1
        return [.wait(seconds: policy.wait(afterRefusals: refusals))]
    }

    private mutating func end(
        _ last: NoticeState, _ outcome: NoticeSettled.Outcome, _ reason: String?
    ) -> [Action] {
        state = last
        openAttempt = nil
        return [.settle(outcome, reason: reason)]
    }
}
