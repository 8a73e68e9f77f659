import Contracts
import IntakeService
import Testing

@Suite("What events change", .timeLimit(.minutes(1)))
struct SubmissionPatchTests {
    private let id = SubmissionID.make()
    private let region: RegionCode
    private let number: SubmissionNumber
    private let at: Timestamp

    init() throws {
        region = try RegionCode("3574")
        number = .make(region: region)
        at = try #require(Timestamp(rfc3339: "2026-03-17T04:30:00Z"))
    }

    private func envelope(_ type: MessageType, _ service: ServiceName = .verification, _ sequence: Int) -> Envelope {
        Envelope(
            type: type, source: MessageSource(region: region, service: service), subject: id, time: at,
            sequence: sequence)
    }

    private func progressed(_ state: SubmissionState, waiting: [WaitedParty] = []) -> IntakeEvent {
        .progressed(
            SubmissionProgressed(
                submissionID: id, number: number, state: state,
                deadline: DeadlineStatus(status: .running, dueAt: at.adding(seconds: 60)), transitions: [], entries: [],
                waitingFor: waiting))
    }

    private var correction: IntakeEvent {
        get throws {
            let text = LocalizedText(id: "Perbaiki.", en: "Mend it.")
            return .correctionRequested(
                CorrectionRequested(
                    submissionID: id, number: number, state: .correctionRequested,
                    deadline: DeadlineStatus(status: .paused, pauseReason: .applicant), transitions: [], round: 1,
                    defects: [
                        Defect(item: "/form/x", reason: try ReasonCode("unreadable"), text: text, remedy: text)
                    ], answerBy: nil))
        }
    }

    private func patch(_ state: SubmissionState = .received, sequence: Int = 0) -> SubmissionPatch {
        SubmissionPatch(
            SubmissionPatch.Before(state: state, stateSequence: sequence, isClosed: false, isArchived: false))
    }

    @Test func `the newest event of verification decides`() {
        var patch = patch()
        patch.apply(progressed(.inVerification), envelope(.submissionProgressed, .verification, 1))
        patch.apply(progressed(.inDecision), envelope(.submissionProgressed, .verification, 2))
        #expect(patch.state == .inDecision)
        #expect(patch.stateSequence == 2)
        #expect(patch.isSeen)
    }

    @Test func `an older event changes nothing`() {
        var patch = patch(.inDecision, sequence: 5)
        patch.apply(progressed(.inVerification), envelope(.submissionProgressed, .verification, 4))
        #expect(patch.state == .inDecision)
        #expect(patch.stateSequence == 5)
    }

    @Test func `a correction opens, and closes when the application goes on`() throws {
        var patch = patch()
        patch.apply(try correction, envelope(.correctionRequested, .verification, 1))
        guard case .set(let open) = patch.correction else {
            Issue.record("no correction is open")
            return
        }
        #expect(open.round == 1)
        #expect(patch.waitingFor == [WaitedParty(kind: .applicant, since: at)])
        patch.apply(progressed(.inVerification), envelope(.submissionProgressed, .verification, 2))
        #expect(patch.correction == .clear)
    }

    @Test func `an archived record is noted whatever the state`() throws {
        var patch = patch()
        patch.apply(
            .archived(
                RecordArchived(
                    submissionID: id, number: number, recordID: .make(), chainIndex: 1,
                    hash: String(repeating: "0a", count: 32), previousHash: nil, archivedAt: at)),
            envelope(.recordArchived, .archiving, 1))
        #expect(patch.archivesNow)
        #expect(patch.state == .received)
        #expect(!patch.isSeen)
    }

    @Test func `a settled notice writes the row only when it may be the last thing awaited`() throws {
        let settled = IntakeEvent.noticeSettled(
            NoticeSettled(
                submissionID: id, number: number, noticeID: .make(), event: .make(), eventType: .submissionReceived,
                channel: .email, outcome: .delivered, attempts: 1, settledAt: at, reason: nil))
        var open = patch()
        open.apply(settled, envelope(.noticeSettled, .notification, 1))
        #expect(!open.isWritten)
        var archived = SubmissionPatch(
            SubmissionPatch.Before(state: .issued, stateSequence: 3, isClosed: true, isArchived: true))
        archived.apply(settled, envelope(.noticeSettled, .notification, 2))
        #expect(archived.isWritten)
    }

    @Test func `only what must reach the applicant is awaited as a notice`() throws {
        #expect(try correction.mustBeNoticed)
        #expect(!progressed(.inVerification).mustBeNoticed)
    }
}

@Suite("When an application is said again", .timeLimit(.minutes(1)))
struct NudgingTests {
    @Test func `waits double up to the longest`() {
        let nudging = Nudging(firstSeconds: 60, longestSeconds: 3600)
        #expect(
            (0...8).map { nudging.waitSeconds(afterNudges: $0) } == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
        #expect(nudging.waitSeconds(afterNudges: 1_000_000) == 3600)
    }

    @Test func `what was heard meanwhile puts a nudge off`() {
        let nudging = Nudging(firstSeconds: 60, longestSeconds: 3600)
        #expect(nudging.verdict(afterNudges: 0, silentSeconds: 20, waitingForPeople: false) == (false, 40))
        #expect(nudging.verdict(afterNudges: 0, silentSeconds: -5, waitingForPeople: false) == (false, 60))
        #expect(nudging.verdict(afterNudges: 0, silentSeconds: 60, waitingForPeople: false) == (true, 120))
        #expect(nudging.verdict(afterNudges: 3, silentSeconds: 500, waitingForPeople: false) == (true, 960))
    }

    @Test func `while people have the next move it is said again at the longest wait`() {
        let nudging = Nudging(firstSeconds: 1, longestSeconds: 3600)
        #expect(nudging.verdict(afterNudges: 0, silentSeconds: 100, waitingForPeople: true) == (false, 3500))
        #expect(nudging.verdict(afterNudges: 0, silentSeconds: 3600, waitingForPeople: true) == (true, 3600))
    }
}
