import Contracts
import Testing
import VerificationService

@Suite(.timeLimit(.minutes(1)))
struct DossierPlanTests {
    @Test
    func `a plan is read back from its row`() {
        let submission = SubmissionID.make()
        let check = CheckID.make()
        let plans: [DossierPlan] = [
            .legalDeadline, .warning, .correctionLimit, .checkDeadline(check), .checkRetry(check),
        ]
        for plan in plans { #expect(DossierPlan(kind: plan.kind, key: plan.key(submission)) == plan) }
        #expect(Set(plans.map(\.kind)).count == plans.count)
        #expect(DossierPlan(kind: "unheard-of", key: "x") == nil)
        #expect(DossierPlan(kind: "check-retry", key: "no identifier") == nil)
    }

    @Test
    func `what ends something waits for drained queues`() {
        let check = CheckID.make()
        #expect(DossierPlan.legalDeadline.needsDrainedQueues)
        #expect(DossierPlan.correctionLimit.needsDrainedQueues)
        #expect(DossierPlan.checkDeadline(check).needsDrainedQueues)
        #expect(!DossierPlan.warning.needsDrainedQueues)
        #expect(!DossierPlan.checkRetry(check).needsDrainedQueues)
    }

    @Test
    func `the gate opens for empty queues only`() {
        let now = Timestamp.now()
        let long = ContinuousClock.now - .seconds(2)
        let just = ContinuousClock.now
        func isOpen(_ idle: [ContinuousClock.Instant?], dueSecondsAgo seconds: Int64) -> Bool {
            DrainGate(idle: idle.map { since in { @Sendable in since } }).isOpen(now.adding(seconds: -seconds), now)
        }
        #expect(isOpen([long, long], dueSecondsAgo: 0))
        #expect(!isOpen([long, nil], dueSecondsAgo: 100))
        #expect(!isOpen([long, just], dueSecondsAgo: 1))
        #expect(isOpen([just, just], dueSecondsAgo: 10))
    }
}
