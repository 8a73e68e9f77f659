import Database
import Foundation
import Synchronization
import TestSupport
import Testing

extension FaultStage {
    /// Nothing may be on its way for longer than this in a suite that is well; generous, for a busy machine.
    private static let steadySeconds = 10.0

    /// Makes one fault under load, waits until the suite has worked off what it left, and looks at everything.
    func run(_ fault: Fault) async throws -> FaultRow {
        var row = FaultRow(name: fault.name, isRequired: fault.isRequired, outcome: .passed)
        if let brokenBy {
            row.outcome = .failed
            row.reasons = ["the suite did not come back from “\(brokenBy)”"]
            return row
        }
        if let obstacle = try await fault.obstacle(self) {
            row.outcome = .notRun
            row.reasons = [obstacle]
            return row
        }
        let start = ContinuousClock.now
        seedRandom(for: fault)
        let peak = Mutex(0)
        var made: [String] = []
        do {
            try await setNudges(fault.nudgeSeconds)
            filer.resume()
            try await flow("before the fault")
            let before = try await marks()
            let watch = Task { await self.watch { open in peak.withLock { $0 = max($0, open) } } }
            defer { watch.cancel() }
            made = await make(fault)
            let healed = ContinuousClock.now
            try await recover(from: healed)
            row.recoverySeconds = (ContinuousClock.now - healed).seconds
            try await settle()
            var violations = made
            violations += try await Verdict.violations(on: self, after: fault, since: before, row: &row)
            do {
                try await fault.verify(self)
            } catch {
                violations.append("\(error)")
            }
            row.reasons = news(in: violations)
        } catch {
            filer.pause()
            breakDown(by: fault)
            row.reasons = made + ["\(error)"]
        }
        if !row.reasons.isEmpty { row.outcome = .failed }
        row.peakBacklog = peak.withLock { $0 }
        row.tookSeconds = (ContinuousClock.now - start).seconds
        row.accepted = filer.standing.accepted.count
        return row
    }

    /// Injects and heals; a fault that could not be made is healed all the same.
    /// - Returns: what went otherwise than it should have.
    private func make(_ fault: Fault) async -> [String] {
        var reasons: [String] = []
        for step in [fault.inject, fault.heal] {
            do { try await step(self) } catch { reasons.append("\(error)") }
        }
        return reasons
    }

    /// Waits until applications come in.
    private func flow(_ when: String) async throws {
        let goal = filer.standing.accepted.count + max(5, Int(filer.rate))
        try await eventually(within: .seconds(180), "applications are accepted \(when)") {
            filer.standing.accepted.count >= goal
        }
    }

    /// Waits until all that was on its way at the fault's end is at its end, and nothing newer is late, while citizens go
    /// on coming.
    private func recover(from healed: ContinuousClock.Instant) async throws {
        var last = Backlog()
        try await eventually(within: .seconds(300), "what the fault left is worked off") {
            let elapsed = (ContinuousClock.now - healed).seconds
            last = try await Backlog.read(from: database.pool)
            return last.isSteady(within: min(Self.steadySeconds, elapsed))
        } orSay: {
            "\(last)"
        }
        try await flow("after the fault")
    }

    /// Lets nobody come any more, and waits until everything accepted is at its end.
    private func settle() async throws {
        filer.pause()
        try await eventually(within: .seconds(120), "every citizen has an answer") { filer.standing.open.isEmpty }
        var last = Backlog()
        try await eventually(within: .seconds(300), "everything accepted is final, archived and told") {
            last = try await Backlog.read(from: database.pool)
            return last.isEmpty
        } orSay: {
            "\(last)"
        }
    }

    /// Looks at the backlog twice a second.
    private func watch(_ see: (Int) -> Void) async {
        while !Task.isCancelled {
            // A look that fails shows nothing: the database may be what is away.
            if let backlog = try? await Backlog.read(from: database.pool) { see(backlog.open) }
            // The interval of the looks; a cancelled one ends the loop.
            try? await ContinuousClock().sleep(for: .milliseconds(500))
        }
    }

    /// Holds a fault: how long it lasts is part of what it is.
    func hold(seconds: Int) async throws {
        // The fault's own duration.
        try await ContinuousClock().sleep(for: .seconds(seconds))
    }

    /// Lets a fault begin at a random instant within a second or two.
    func holdAtRandom() async throws {
        // The seeded instant of the fault.
        try await ContinuousClock().sleep(for: .milliseconds(random(in: 50...2000)))
    }
}

/// As ``TestSupport/eventually(within:_:_:)``, telling at the deadline how things stood.
private func eventually(
    within deadline: Duration, _ what: String, _ condition: () async throws -> Bool, orSay standing: () -> String
) async throws {
    do {
        try await eventually(within: deadline, what, condition)
    } catch let error as ConditionNotMet {
        throw Unexpected("\(error): \(standing())")
    }
}

extension Duration {
    /// Seconds with their fraction.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
