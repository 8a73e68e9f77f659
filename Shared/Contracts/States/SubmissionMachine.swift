/// The state machine of one application: a value, without clock, database or messages of its own.
public struct SubmissionMachine: Hashable, Sendable {
    /// A move that was made.
    public struct Move: Hashable, Sendable {
        /// The state before; nil for the first.
        public let from: SubmissionState?
        /// The state after.
        public let to: SubmissionState
        /// What moved it.
        public let trigger: SubmissionTrigger
        /// The correction round that it belongs to; nil when it has to do with none.
        public let round: Int?
    }

    /// Where the application stands.
    public private(set) var state: SubmissionState
    /// Where a requested correction came from; nil in every other state.
    public private(set) var resuming: SubmissionState?
    /// How often a correction was asked for.
    public private(set) var correctionRounds: Int

    /// A machine for an application that was just taken in, with its first move.
    public static func filed() -> (machine: SubmissionMachine, move: Move) {
        (
            SubmissionMachine(state: StateTable.initial, resuming: nil, correctionRounds: 0),
            Move(from: nil, to: StateTable.initial, trigger: .filed, round: nil)
        )
    }

    private init(state: SubmissionState, resuming: SubmissionState?, correctionRounds: Int) {
        self.state = state
        self.resuming = resuming
        self.correctionRounds = correctionRounds
    }

    /// A machine out of stored values.
    ///
    /// - Throws: `ContractViolation` (`state`) when they do not go together.
    public init(
        restoring state: SubmissionState, resuming: SubmissionState?, correctionRounds: Int
    ) throws(ContractViolation) {
        let isWhole =
            if state == .correctionRequested {
                resuming.map(StateTable.resumable.contains) == true && correctionRounds >= 1
            } else {
                resuming == nil && correctionRounds >= 0
            }
        guard isWhole else { throw ContractViolation(code: "state", message: "the stored state is not whole") }
        self.init(state: state, resuming: resuming, correctionRounds: correctionRounds)
    }

    /// Makes a move.
    ///
    /// - Returns: the move, or nil when the trigger moves nothing in this state; then nothing has changed.
    public mutating func on(_ trigger: SubmissionTrigger) -> Move? {
        guard let next = StateTable.next(from: state, on: trigger, resuming: resuming) else { return nil }
        let before = state
        var round: Int?
        if next == .correctionRequested {
            correctionRounds += 1
            resuming = before
            round = correctionRounds
        } else if before == .correctionRequested {
            resuming = nil
            if trigger == .correctionSubmitted || trigger == .correctionExpired { round = correctionRounds }
        }
        state = next
        return Move(from: before, to: next, trigger: trigger, round: round)
    }

    /// What a message means where the application stands; it changes nothing.
    ///
    /// - Parameters:
    ///   - type: the message's type.
    ///   - round: for a correction the round that it answers.
    /// - Returns: what to do about it.
    public func reception(of type: MessageType, round: Int? = nil) -> MessageReception {
        switch type {
        case .submissionReceived: .repeated
        case .correctionSubmitted: receptionOfCorrection(round: round)
        case .withdrawalRequested: state.isFinal ? .late : .moves(.withdrawn)
        case .checkAccepted, .checkCompleted: receptionOfAnswer
        case .recordArchived, .recordDisposed: state.isFinal ? .settlesRecord : .unexpected
        default: .foreign
        }
    }

    private func receptionOfCorrection(round: Int?) -> MessageReception {
        if state.isFinal { return .late }
        if let round, round < correctionRounds || (round == correctionRounds && state != .correctionRequested) {
            return .repeated
        }
        if let round, round > correctionRounds { return .unexpected }
        return state == .correctionRequested ? .moves(.correctionSubmitted) : .unexpected
    }

    private var receptionOfAnswer: MessageReception {
        switch state {
        case .received: .unexpected
        case .inVerification, .inDecision: .judgedByCheck
        case .correctionRequested: resuming == .received ? .unexpected : .judgedByCheck
        case .approved, .issued, .refused, .deemedApproved, .withdrawn, .lapsed: .late
        }
    }
}
