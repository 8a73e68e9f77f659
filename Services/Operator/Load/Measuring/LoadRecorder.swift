import Contracts
import Synchronization

/// Where everything that runs at the same time writes what it has measured.
final class LoadRecorder: Sendable {
    private struct State {
        var tally = LoadTally()
        var ledger: ApplicationLedger
        var recent = RecentApplications()
        var untold = 0
    }

    private let clock: RunClock
    private let state: Mutex<State>

    /// Begins a run.
    init(clock: RunClock) {
        self.clock = clock
        state = Mutex(State(ledger: ApplicationLedger(startedAt: clock.startedAt)))
    }

    /// What was counted and measured so far.
    var tally: LoadTally { state.withLock { $0.tally } }
    /// Applications that are not finished.
    var openCount: Int { state.withLock { $0.ledger.openCount } }
    /// Applications that are not finished.
    var openApplications: [FiledApplication] { state.withLock { $0.ledger.openApplications } }
    /// Notices of decisions that were given up.
    var untoldCount: Int { state.withLock { $0.untold } }

    /// Changes the counts.
    func record(_ change: (inout LoadTally) -> Void) { state.withLock { change(&$0.tally) } }

    /// Takes what was measured since the last time.
    func takeIntervals() -> [String: LatencyHistogram] { state.withLock { $0.tally.takeIntervals() } }

    /// One of the applications accepted last.
    func recent(_ dice: UInt64) -> FiledApplication? { state.withLock { $0.recent.pick(dice) } }

    /// An application that the run needs and does not measure was accepted.
    func prepared(_ application: FiledApplication) { state.withLock { $0.recent.add(application) } }

    /// An application was accepted.
    /// - Returns: corrections that have to be sent.
    func accepted(_ application: FiledApplication) -> [ApplicationLedger.Effect] {
        let now = clock.now
        return state.withLock { state in
            state.recent.add(application)
            state.tally.spent(.accept, nanoseconds: now - application.intended)
            return Self.apply(state.ledger.accepted(application, at: now), to: &state)
        }
    }

    /// An event has come.
    /// - Returns: corrections that have to be sent.
    func on(_ event: SuiteEvent, number: String) -> [ApplicationLedger.Effect] {
        let now = clock.now
        return state.withLock { state in
            Self.apply(state.ledger.on(event, number: number, at: now), to: &state)
        }
    }

    /// An applicant was let think.
    func thought(_ number: String, nanoseconds: Int64) {
        state.withLock { $0.ledger.thought(number, nanoseconds: nanoseconds) }
    }

    private static func apply(
        _ effects: [ApplicationLedger.Effect], to state: inout State
    ) -> [ApplicationLedger.Effect] {
        effects.filter { effect in
            switch effect {
            case .finished(let final, let stages, let whole):
                state.tally.finished(in: final)
                for (stage, microseconds) in stages { state.tally.spent(stage, nanoseconds: microseconds * 1000) }
                state.tally.spent(.whole, nanoseconds: whole)
                return false
            case .untold:
                state.untold += 1
                return false
            case .correct: return true
            }
        }
    }
}
