#if CRASH_POINTS
    import FoundationEssentials
    import Glibc
    import Synchronization

    /// An instant at which a test build ends itself as `kill -9` would; no other build has it.
    ///
    /// Armed by the environment: `MPP_CRASH_POINT=<name>[:<nth>]` ends the process at the nth passage, by default the first.
    package enum CrashPoint: String, CaseIterable, Sendable {
        /// A transaction that says something is committed; nothing of it is published.
        case afterCommit = "after-commit"
        /// Messages are on their way to the broker; no confirm is seen.
        case afterPublish = "after-publish"
        /// The broker has confirmed; the outbox rows are still there.
        case afterConfirm = "after-confirm"
        /// Messages are applied and committed; nothing is acknowledged.
        case beforeAck = "before-ack"
        /// A notice was handed to its transport; that it was is not written.
        case handingOver = "handing-over"

        private static let armed: (point: CrashPoint, nth: Int)? = {
            guard let value = ProcessInfo.processInfo.environment["MPP_CRASH_POINT"] else { return nil }
            let parts = value.split(separator: ":", maxSplits: 1)
            guard let point = parts.first.flatMap({ CrashPoint(rawValue: String($0)) }) else { return nil }
            return (point, parts.count == 2 ? Int(parts[1]) ?? 1 : 1)
        }()
        private static let passages = Atomic(0)

        /// Passes the point; does not come back from the passage that the environment names.
        package func reach() {
            if isDue { Self.crash() }
        }

        /// Whether this passage is the one that the environment names; counts it.
        var isDue: Bool {
            guard let armed = Self.armed, armed.point == self else { return false }
            return Self.passages.add(1, ordering: .relaxed).newValue == armed.nth
        }

        /// Ends the process with nothing tidied up.
        static func crash() {
            _ = kill(getpid(), SIGKILL)
        }
    }
#endif
