/// One move of an application's state.
public struct Transition: Codable, Hashable, Sendable {
    /// The state before; nil for the first entry of a history.
    public var from: SubmissionState?
    /// The state after.
    public var to: SubmissionState
    /// What moved it.
    public var trigger: SubmissionTrigger
    /// When.
    public var at: Timestamp
    /// Who.
    public var actor: TransitionActor
    /// The correction round that it belongs to, from 1.
    public var round: Int?
    /// The reasons, by their codes.
    public var reasons: [ReasonCode]?
    /// OSS-RBA's status code.
    public var ossCode: String?

    /// Describes a move; the status code follows from it.
    public init(
        from: SubmissionState?, to: SubmissionState, trigger: SubmissionTrigger, at: Timestamp,
        actor: TransitionActor, round: Int? = nil, reasons: [ReasonCode]? = nil
    ) {
        self.from = from
        self.to = to
        self.trigger = trigger
        self.at = at
        self.actor = actor
        self.round = round
        self.reasons = reasons
        ossCode = StateTable.ossCode(from: from, on: trigger, to: to)
    }

    /// Checks one move against the table.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        actor.check(pointer + "/actor", &faults)
        if let round { faults.require(round >= 1, pointer + "/round", "range", "must be at least 1") }
        let isLegal =
            if let from { StateTable.next(from: from, on: trigger, resuming: to) == to } else {
                trigger == .filed && to == StateTable.initial
            }
        faults.require(isLegal, pointer, "transition", "must be a move of the state table")
    }

    /// Checks that a list of moves is one way that ends in a state.
    package static func check(
        _ transitions: [Transition], endingIn state: SubmissionState, _ pointer: String,
        _ faults: inout FaultCollector
    ) {
        faults.count(transitions.count, 0...500, pointer)
        for (index, transition) in transitions.enumerated() {
            transition.check("\(pointer)/\(index)", &faults)
            if index > 0 {
                faults.require(
                    transition.from == transitions[index - 1].to, "\(pointer)/\(index)/from", "gap",
                    "must be where the move before ended")
            }
        }
        if let last = transitions.last {
            faults.require(last.to == state, "\(pointer)/\(transitions.count - 1)/to", "gap", "must be the state")
        }
    }
}
