import CoreMetrics
import Synchronization

/// Remembers why the document stores cannot be used, for the readiness probe, and counts what was lost.
package final class ArchiveTrouble: Sendable {
    /// Documents that a record names as missing or altered.
    private let lost = Counter(label: "mpp.archive.documents_not_kept")
    private let state = Mutex<String?>(nil)

    /// Makes a memory without trouble.
    package init() {}

    /// Why the stores cannot be used; nil when they were usable last.
    package var reason: String? { state.withLock { $0 } }

    /// Counts a document that a record names as missing or altered.
    func noteLost() { lost.increment() }

    /// Notes what came of copying a group of documents.
    func note(_ findings: some Sequence<DocumentFinding>) {
        var reason: String?
        var count = 0
        for finding in findings {
            count += 1
            if case .unavailable(let why) = finding { reason = why }
        }
        guard count > 0 else { return }
        state.withLock { $0 = reason }
    }
}
