import Synchronization

/// Remembers which settings were read, from where, and what was wrong with them.
final class SettingsLedger: Sendable {
    /// One setting that was read.
    struct Entry: Sendable {
        /// What may be printed.
        var display: String
        /// Where the value came from.
        var source: String
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var faults: Set<SettingsError.Fault> = []
        var asked: Set<String> = []
    }

    private let state = Mutex(State())

    /// Notes a value that was read.
    func record(_ key: String, display: String, source: String) {
        state.withLock { $0.entries[key] = Entry(display: display, source: source) }
    }

    /// Notes a fault.
    func fault(_ key: String, _ expectation: String) {
        _ = state.withLock { $0.faults.insert(SettingsError.Fault(key: key, expectation: expectation)) }
    }

    /// Notes that a key is a known one.
    func asked(_ key: String) {
        _ = state.withLock { $0.asked.insert(key) }
    }

    /// All entries, by key.
    var entries: [(key: String, value: Entry)] {
        state.withLock { $0.entries }.sorted { $0.key < $1.key }
    }

    /// All faults so far.
    var faults: [SettingsError.Fault] { state.withLock { Array($0.faults) } }

    /// All keys that were asked for, in order.
    var allAsked: [String] { state.withLock { $0.asked }.sorted() }

    /// Whether a key was ever asked for.
    func knows(_ key: String) -> Bool { state.withLock { $0.asked.contains(key) } }
}
