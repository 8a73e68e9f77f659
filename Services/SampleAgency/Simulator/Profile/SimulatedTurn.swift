/// What happens to one attempt, decided before it begins.
package struct SimulatedTurn: Sendable, Equatable {
    /// How long it takes.
    package let latency: Duration
    /// What goes wrong; nil when nothing does.
    package let fault: SimulatedFault?
    /// What it comes to if nothing goes wrong.
    package let outcome: SimulatedOutcome
    /// A number between 0 and 1 by which a fault chooses among its ways.
    package let variant: Double

    /// Makes a turn.
    package init(latency: Duration, fault: SimulatedFault?, outcome: SimulatedOutcome, variant: Double) {
        self.latency = latency
        self.fault = fault
        self.outcome = outcome
        self.variant = variant
    }
}

extension SimulationProfile {
    /// What happens to an attempt, from 1, at what is dealt with under a key: the same for the same seed, key and attempt,
    /// in whichever order it is asked.
    ///
    /// An attempt that has been seen before, as after a crash, neither loses its answer nor kills the process again: who
    /// comes back finds the work done.
    package func turn(for key: String, attempt: Int, isRepeat: Bool = false) -> SimulatedTurn {
        let draws = SimulationDraws(seed: seed, key: key, attempt: attempt)
        var fault = pick(draws.number(for: .fault), SimulatedFault.allCases.map { ($0, rates[$0] ?? 0) })
        if isRepeat, fault == .timeoutAfterWork || fault == .crashAfterWork { fault = nil }
        let outcome = pick(draws.number(for: .outcome), SimulatedOutcome.allCases.map { ($0, outcomes[$0] ?? 0) })
        return SimulatedTurn(
            latency: .microseconds(Int64(latency.quantile(draws.number(for: .latency)) * 1000)), fault: fault,
            outcome: outcome ?? .match, variant: draws.number(for: .variant))
    }

    private func pick<Choice>(_ number: Double, _ choices: [(Choice, Double)]) -> Choice? {
        var reached = 0.0
        for (choice, rate) in choices {
            reached += rate
            if number < reached { return choice }
        }
        return nil
    }
}
