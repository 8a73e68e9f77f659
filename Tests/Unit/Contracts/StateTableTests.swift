import Contracts
import Testing

@Suite("State table", .timeLimit(.minutes(1)))
struct StateTableTests {
    /// The whole table, written a second time; what is not here moves nothing.
    ///
    /// A submitted correction came from `in-verification`.
    static let moves: [SubmissionState: [SubmissionTrigger: SubmissionState]] = [
        .received: [
            .completenessPassed: .inVerification, .defectsFound: .correctionRequested, .withdrawn: .withdrawn,
            .deadlineDeemed: .deemedApproved,
        ],
        .inVerification: [
            .defectsFound: .correctionRequested, .checksAnswered: .inDecision, .approvedByRule: .approved,
            .refusedByRule: .refused, .withdrawn: .withdrawn, .deadlineDeemed: .deemedApproved,
        ],
        .inDecision: [
            .approvedByOfficer: .approved, .refusedByOfficer: .refused, .correctionAsked: .correctionRequested,
            .withdrawn: .withdrawn, .deadlineDeemed: .deemedApproved,
        ],
        .correctionRequested: [
            .correctionSubmitted: .inVerification, .correctionExpired: .lapsed, .withdrawn: .withdrawn,
            .deadlineDeemed: .deemedApproved,
        ],
        .approved: [
            .signatureNotNeeded: .issued, .signed: .issued, .withdrawn: .withdrawn, .deadlineDeemed: .deemedApproved,
        ],
        .issued: [:], .refused: [:], .deemedApproved: [:], .withdrawn: [:], .lapsed: [:],
    ]

    @Test(arguments: SubmissionState.allCases, SubmissionTrigger.allCases)
    func `every state answers every trigger as the table says`(state: SubmissionState, trigger: SubmissionTrigger)
        throws
    {
        let row = try #require(Self.moves[state])
        #expect(StateTable.next(from: state, on: trigger, resuming: .inVerification) == row[trigger])
        let resuming: SubmissionState? = state == .correctionRequested ? .inVerification : nil
        var machine = try SubmissionMachine(restoring: state, resuming: resuming, correctionRounds: 1)
        let before = machine
        let move = machine.on(trigger)
        #expect(move?.to == row[trigger])
        if let next = row[trigger] {
            #expect(machine.state == next)
            #expect(move?.from == state)
            #expect(machine.correctionRounds == (next == .correctionRequested ? 2 : 1))
            #expect(machine.resuming == (next == .correctionRequested ? state : nil))
        } else {
            #expect(machine == before)
        }
    }

    @Test(arguments: SubmissionState.allCases, SubmissionState.allCases)
    func `a correction leads back where it came from`(origin: SubmissionState, other: SubmissionState) {
        let expected = [.received, .inVerification, .inDecision].contains(origin) ? origin : nil
        #expect(StateTable.next(from: .correctionRequested, on: .correctionSubmitted, resuming: origin) == expected)
        #expect(StateTable.next(from: .correctionRequested, on: .correctionSubmitted) == nil)
        if other != .correctionRequested {
            #expect(StateTable.next(from: other, on: .correctionSubmitted, resuming: origin) == nil)
        }
    }

    @Test func `final states are those that nothing leaves`() {
        for (state, row) in Self.moves { #expect(state.isFinal == row.isEmpty) }
        #expect(SubmissionState.allCases.count { $0.isFinal } == 5)
        for state in SubmissionState.allCases { #expect((state.clock == .stopped) == state.isFinal) }
        #expect(SubmissionState.correctionRequested.clock == .paused)
        #expect(SubmissionState.received.clock == .notStarted)
    }

    @Test func `every state is reached from the first`() {
        var reached: Set<SubmissionState> = [StateTable.initial]
        var frontier = Array(reached)
        while let state = frontier.popLast() {
            for next in Self.moves[state, default: [:]].values where reached.insert(next).inserted {
                frontier.append(next)
            }
        }
        #expect(reached == Set(SubmissionState.allCases))
    }

    @Test func `the codes are OSS-RBA's`() {
        let codes = SubmissionState.allCases.map { $0.ossCode ?? "-" }
        #expect(codes == ["09", "20", "45", "41", "49", "50", "90", "57", "-", "-"])
        #expect(StateTable.ossCode(from: .received, on: .completenessPassed, to: .inVerification) == "10")
        #expect(StateTable.ossCode(from: .received, on: .defectsFound, to: .correctionRequested) == "11")
        #expect(StateTable.ossCode(from: .inVerification, on: .defectsFound, to: .correctionRequested) == "41")
        #expect(StateTable.ossCode(from: .correctionRequested, on: .correctionSubmitted, to: .inDecision) == "42")
        #expect(StateTable.ossCode(from: nil, on: .filed, to: .received) == "09")
    }

    @Test func `a correction round is counted once and named in its moves`() throws {
        var (machine, first) = SubmissionMachine.filed()
        #expect(first.from == nil && first.to == .received && first.trigger == .filed)
        #expect(machine.on(.completenessPassed)?.round == nil)
        #expect(machine.on(.defectsFound)?.round == 1)
        #expect(machine.on(.defectsFound) == nil)
        #expect(machine.on(.correctionSubmitted)?.round == 1)
        #expect(machine.state == .inVerification)
        #expect(machine.on(.checksAnswered)?.to == .inDecision)
        #expect(machine.on(.correctionAsked)?.round == 2)
        #expect(machine.on(.correctionSubmitted)?.to == .inDecision)
        #expect(machine.on(.approvedByOfficer)?.to == .approved)
        #expect(machine.on(.signed)?.to == .issued)
        #expect(machine.correctionRounds == 2)
    }

    @Test func `values that do not go together restore nothing`() {
        #expect(throws: ContractViolation.self) {
            try SubmissionMachine(restoring: .correctionRequested, resuming: nil, correctionRounds: 1)
        }
        #expect(throws: ContractViolation.self) {
            try SubmissionMachine(restoring: .correctionRequested, resuming: .approved, correctionRounds: 1)
        }
        #expect(throws: ContractViolation.self) {
            try SubmissionMachine(restoring: .correctionRequested, resuming: .received, correctionRounds: 0)
        }
        #expect(throws: ContractViolation.self) {
            try SubmissionMachine(restoring: .received, resuming: .received, correctionRounds: 1)
        }
        #expect(throws: ContractViolation.self) {
            try SubmissionMachine(restoring: .received, resuming: nil, correctionRounds: -1)
        }
    }
}
