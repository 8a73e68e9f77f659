import Synchronization

/// Knows whether the process can do its work, and why not.
package final class Health: Sendable {
    /// The state of every part at one moment, in the order they were registered.
    package struct Report: Sendable {
        /// Each part with its state.
        package var checks: [(name: String, state: HealthState)]

        /// Whether all parts are ready.
        package var isReady: Bool { checks.allSatisfy { $0.state == .ready } }

        /// Whether no part has failed for good.
        package var isAlive: Bool {
            checks.allSatisfy { if case .failed = $0.state { false } else { true } }
        }
    }

    private final class Store: Sendable {
        struct State {
            var checks: [(name: String, check: @Sendable () -> HealthState)] = []
            var isDraining = false
        }

        let state = Mutex(State())
    }

    private let store: Store
    private let prefix: String

    /// The health of a process without parts.
    package init() {
        store = Store()
        prefix = ""
    }

    private init(store: Store, prefix: String) {
        self.store = store
        self.prefix = prefix
    }

    /// The same health for one of several services in a process; its parts are called `<name>/<part>`.
    package func scoped(to name: String) -> Health {
        Health(store: store, prefix: "\(prefix)\(name)/")
    }

    /// Adds a part, or replaces the one of that name.
    ///
    /// - Parameters:
    ///   - name: What readiness calls it: `broker`, `database`.
    ///   - check: Looks at state that is at hand; it must not wait.
    package func register(_ name: String, _ check: @escaping @Sendable () -> HealthState) {
        let name = prefix + name
        store.state.withLock { state in
            if let index = state.checks.firstIndex(where: { $0.name == name }) {
                state.checks[index].check = check
            } else {
                state.checks.append((name, check))
            }
        }
    }

    /// Says that the process is shutting down and wants no new work.
    package func startDraining() {
        store.state.withLock { $0.isDraining = true }
    }

    /// Whether the process is shutting down.
    package var isDraining: Bool { store.state.withLock { $0.isDraining } }

    /// Asks every part of the process.
    package func report() -> Report {
        let (checks, isDraining) = store.state.withLock { ($0.checks, $0.isDraining) }
        var results = checks.map { (name: $0.name, state: $0.check()) }
        if isDraining { results.append((name: "process", state: .notReady("shutting down"))) }
        return Report(checks: results)
    }
}
