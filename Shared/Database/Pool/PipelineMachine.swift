import DequeModule

/// Follows the order of answers on one pipelined connection: which answer belongs to which group.
///
/// Each command answers once and then ends; a sync answers once and does not end; after a failure everything up to the
/// next sync answers `aborted`.
///
/// - Source: PostgreSQL 15 manual, 34.5 Pipeline Mode.
struct PipelineMachine<Payload> {
    /// What was sent and has not been answered, in order.
    enum Step: Equatable {
        /// The preparation of the statement with this number.
        case prepare(Int)
        /// The execution of the statement with this number.
        case run(Int)
        /// A command nobody waits for.
        case housekeeping
        /// The end of a group.
        case sync
        /// The end of housekeeping.
        case housekeepingSync
    }

    /// What the connection said.
    enum Input {
        /// A command succeeded.
        case done(Answer)
        /// A command failed.
        case failed(ServerFault)
        /// A command was not run, because one before it failed.
        case aborted
        /// A command has no more answers.
        case end
        /// A sync was reached.
        case sync
    }

    /// What follows.
    enum Action {
        /// Nothing yet.
        case wait
        /// This statement is not prepared after all.
        case notPrepared(Int)
        /// A command nobody waits for has failed.
        case housekeepingFailed
        /// A group is answered.
        case finished(Payload, Outcome)
        /// The connection cannot be followed any more.
        case violation(String)
    }

    /// How a group ended.
    enum Outcome {
        /// All succeeded; the answer is the last statement's.
        case answered(Answer)
        /// The statement at this place failed, and those after it were not run.
        case failed(ServerFault, at: Int, prepared: Int)
    }

    private struct InFlight {
        var payload: Payload
        var position = 0
        var answer = Answer.none
        var failure: (fault: ServerFault, position: Int, prepared: Int)?
    }

    private var steps: Deque<Step> = []
    private var groups: Deque<InFlight> = []
    private var awaitsEnd = false

    /// Nothing is on its way.
    init() {}

    /// Whether every answer was taken.
    var isEmpty: Bool { steps.isEmpty }

    /// The number of groups on their way.
    var count: Int { groups.count }

    /// The step whose answer comes next.
    var next: Step? { steps.first }

    /// The groups on their way.
    var payloads: some Sequence<Payload> { groups.lazy.map(\.payload) }

    /// A step was sent.
    mutating func sent(_ step: Step) { steps.append(step) }

    /// The steps that follow, up to a sync, belong to this group.
    mutating func began(_ payload: Payload) { groups.append(InFlight(payload: payload)) }

    /// Changes the first group on its way for which the body says that it did.
    mutating func update(_ body: (inout Payload) -> Bool) -> Bool {
        for index in groups.indices where body(&groups[index].payload) { return true }
        return false
    }

    /// The connection is lost: gives back what was on its way.
    mutating func lose() -> [Payload] {
        defer { self = PipelineMachine() }
        return groups.map(\.payload)
    }

    /// Takes the next thing the connection said.
    mutating func on(_ input: Input) -> Action {
        guard let step = steps.first else { return .violation("an answer to nothing") }
        switch input {
        case .end:
            guard awaitsEnd else { return .violation("an end without an answer") }
            awaitsEnd = false
            steps.removeFirst()
            return .wait
        case .sync:
            guard !awaitsEnd else { return .violation("a sync within an answer") }
            return synced(step)
        case .done, .failed, .aborted:
            guard !awaitsEnd, step != .sync, step != .housekeepingSync else {
                return .violation("more answers than commands")
            }
            awaitsEnd = true
            return answered(step, input)
        }
    }

    private mutating func synced(_ step: Step) -> Action {
        steps.removeFirst()
        switch step {
        case .housekeepingSync: return .wait
        case .sync:
            guard let group = groups.popFirst() else { return .violation("a sync of no group") }
            if let failure = group.failure {
                return .finished(
                    group.payload, .failed(failure.fault, at: failure.position, prepared: failure.prepared))
            }
            return .finished(group.payload, .answered(group.answer))
        default: return .violation("a sync before its commands")
        }
    }

    private mutating func answered(_ step: Step, _ input: Input) -> Action {
        switch (step, input) {
        case (.housekeeping, .failed): return .housekeepingFailed
        case (.housekeeping, _), (.prepare, .done): return .wait
        case (.prepare(let id), .failed(let fault)):
            fail(fault, prepared: id)
            return .notPrepared(id)
        case (.prepare(let id), _): return .notPrepared(id)
        case (.run, .done(let answer)):
            guard !groups.isEmpty else { return .violation("an answer of no group") }
            groups[0].answer = answer
            groups[0].position += 1
            return .wait
        case (.run(let id), .failed(let fault)):
            fail(fault, prepared: id)
            return .wait
        default: return .wait
        }
    }

    private mutating func fail(_ fault: ServerFault, prepared: Int) {
        guard !groups.isEmpty, groups[0].failure == nil else { return }
        groups[0].failure = (fault, groups[0].position, prepared)
    }
}
