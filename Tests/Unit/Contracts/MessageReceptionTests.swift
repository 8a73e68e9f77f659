import Contracts
import Testing

@Suite("Message reception", .timeLimit(.minutes(1)))
struct MessageReceptionTests {
    /// What every message of round 1 means in every state, after one correction round; types that are not here are
    /// verification's own and foreign to it.
    static let meanings: [MessageType: [SubmissionState: MessageReception]] = {
        var meanings: [MessageType: [SubmissionState: MessageReception]] = [:]
        func row(
            _ type: MessageType, open: MessageReception, final: MessageReception,
            _ exceptions: [SubmissionState: MessageReception] = [:]
        ) {
            for state in SubmissionState.allCases {
                meanings[type, default: [:]][state] = exceptions[state] ?? (state.isFinal ? final : open)
            }
        }
        row(.submissionReceived, open: .repeated, final: .repeated)
        row(.withdrawalRequested, open: .moves(.withdrawn), final: .late)
        row(.correctionSubmitted, open: .repeated, final: .late, [.correctionRequested: .moves(.correctionSubmitted)])
        for type in [MessageType.checkAccepted, .checkCompleted] {
            row(type, open: .judgedByCheck, final: .late, [.received: .unexpected, .approved: .late])
        }
        for type in [MessageType.recordArchived, .recordDisposed] {
            row(type, open: .unexpected, final: .settlesRecord)
        }
        return meanings
    }()

    @Test(arguments: SubmissionState.allCases, MessageType.all + [MessageType(rawValue: "submission.praised.v1")])
    func `every state knows what every message means`(state: SubmissionState, type: MessageType) throws {
        let resuming: SubmissionState? = state == .correctionRequested ? .inVerification : nil
        let machine = try SubmissionMachine(restoring: state, resuming: resuming, correctionRounds: 1)
        let expected = Self.meanings[type]?[state] ?? .foreign
        #expect(machine.reception(of: type, round: 1) == expected)
        // A message that moves must be one that the table lets move.
        if case .moves(let trigger) = expected {
            var moved = machine
            #expect(moved.on(trigger) != nil)
        }
    }

    @Test func `verification reads exactly the types that mean something to it`() {
        let read = MessageRoute.all.filter { $0.readers.contains(.service(.verification)) }.map(\.type)
        #expect(Set(read) == Set(Self.meanings.keys))
    }

    @Test func `a correction counts once, for the round that was asked`() throws {
        let machine = try SubmissionMachine(restoring: .correctionRequested, resuming: .inDecision, correctionRounds: 2)
        #expect(machine.reception(of: .correctionSubmitted, round: 1) == .repeated)
        #expect(machine.reception(of: .correctionSubmitted, round: 2) == .moves(.correctionSubmitted))
        #expect(machine.reception(of: .correctionSubmitted, round: 3) == .unexpected)
        #expect(machine.reception(of: .correctionSubmitted) == .moves(.correctionSubmitted))
        let open = try SubmissionMachine(restoring: .inDecision, resuming: nil, correctionRounds: 0)
        #expect(open.reception(of: .correctionSubmitted, round: 1) == .unexpected)
        #expect(open.reception(of: .correctionSubmitted) == .unexpected)
    }

    @Test func `no agency is asked before completeness`() throws {
        let machine = try SubmissionMachine(restoring: .correctionRequested, resuming: .received, correctionRounds: 1)
        #expect(machine.reception(of: .checkCompleted) == .unexpected)
    }
}
