package import Contracts
package import Documents
package import Logging
package import Pipeline
package import Sealing
import ServiceRuntime

/// The parts of intake on top of its engine, put together.
package struct IntakeAssembly: Sendable {
    /// Shows applications and takes them in.
    package let routes: IntakeRoutes
    /// Follows the other services' events.
    package let handler: IntakeEventHandler
    /// What becomes due.
    package let sources: [any DueSource]
    /// The regions that are served.
    package let regions: RegionDirectory
    /// How much verification has not seen.
    package let pressure: PressureGauge
    /// Tidies the document store.
    package let sweeper: StoreSweeper
    /// Gathers applications into transactions.
    package let committer: GroupCommitter<FilingWork>

    /// Puts the parts together.
    package init(
        engine: Engine, keyRing: KeyRing, catalogue: Catalogue, store: EncryptedDocumentStore, settings: IntakeSettings,
        isTest: Bool, logger: Logger
    ) {
        let pool = engine.pool
        let receipts = ReceiptStore(publicURL: settings.publicURL) { try keyRing.accessCode(for: $0) }
        let access = AccessGuard { code, submission in keyRing.verifyAccessCode(code, for: submission) }
        regions = RegionDirectory(pool: pool, logger: logger)
        pressure = PressureGauge(pool: pool, limits: settings.pressure, logger: logger)
        sweeper = StoreSweeper(store: store, pool: pool, logger: logger)
        handler = IntakeEventHandler()
        sources = [
            NudgeSource(nudging: settings.nudging), ExpiredUploadSource(store: store),
            RemovableDocumentSource(store: store), ExpiredDraftSource(),
        ]
        committer = GroupCommitter(
            work: FilingWork(engine: engine, receipts: receipts, firstNudgeSeconds: settings.nudging.firstSeconds),
            limits: settings.groups)
        routes = IntakeRoutes(
            engine: engine, catalogue: catalogue, regions: regions,
            uploads: UploadIntake(
                store: store, pool: pool,
                limits: UploadIntake.Limits(
                    documentBytes: settings.documentBytes, openUploads: settings.openUploads), logger: logger),
            desk: FilingDesk(
                engine: engine, keyRing: keyRing, catalogue: catalogue, regions: regions, receipts: receipts,
                committer: committer, pressure: pressure, isTest: isTest),
            amending: Amending(
                engine: engine, keyRing: keyRing, catalogue: catalogue, access: access, receipts: receipts,
                nudging: settings.nudging, allowsSynthetic: isTest),
            access: access, receipts: receipts,
            rate: RateLimiter(
                perMinute: settings.requestsPerMinute, burst: max(20, settings.requestsPerMinute / 2)),
            isTest: isTest)
    }
}
