package import Database
package import Documents
package import Foundation
package import Logging
import Metrics
import ServiceLifecycle

/// Removes from the store what a crash has left there: unfinished uploads, and documents that no table knows.
package struct StoreSweeper: Service {
    private static let interval = Duration.seconds(3600)
    /// Far beyond the longest upload, and long enough to notice a database that was restored from an old copy.
    private static let age: TimeInterval = 172_800

    private let store: EncryptedDocumentStore
    private let pool: DatabasePool
    private let logger: Logger
    private let removed = Counter(label: "mpp.documents.swept.files")

    /// Makes a sweeper.
    package init(store: EncryptedDocumentStore, pool: DatabasePool, logger: Logger) {
        self.store = store
        self.pool = pool
        self.logger = logger
    }

    /// Sweeps every hour until shut down.
    package func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // Waits out a fixed interval; cancellation ends the loop.
                try? await Task.sleep(for: Self.interval)
                guard !Task.isCancelled else { return }
                do {
                    try await sweep(writtenBefore: Date.now.addingTimeInterval(-Self.age))
                } catch {
                    logger.warning("the document store could not be swept", error: error)
                }
            }
        }
    }

    /// Sweeps once what was written before a moment, and tells how many files went.
    @discardableResult
    package func sweep(writtenBefore moment: Date) async throws -> Int {
        let result = try await store.sweep(writtenBefore: moment) { ids in
            try await UploadStore.known(ids, in: pool)
        }
        let count = result.unfinished + result.unknown
        removed.increment(by: count)
        if count > 0 {
            logger.notice(
                "the document store was swept", metadata: ["mpp.count": "\(count)"])
        }
        return count
    }
}
