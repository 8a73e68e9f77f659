import Synchronization

/// Wakes the loops of due rows when a transaction has made rows due at once, so that they need not wait for the next look.
///
/// A hint only: a loop looks at its interval anyway.
final class DueBells: Sendable {
    private let pauses = Mutex<[String: Pause]>([:])

    /// The pause of the loop of a source.
    func pause(of source: String) -> Pause {
        pauses.withLock { pauses in
            if let pause = pauses[source] { return pause }
            let pause = Pause()
            pauses[source] = pause
            return pause
        }
    }

    /// Wakes the loops of sources.
    func ring(_ sources: Set<String>) {
        for source in sources { pause(of: source).end() }
    }
}
