package import Database
package import Logging
import ServiceLifecycle
package import ServiceRuntime
import Synchronization

/// Makes sure, as soon as the database can be asked, that the program and its schema fit together.
///
/// A schema that is not there yet keeps the service not ready; one that does not fit ends the process, because only
/// another program or `mpp setup` mends that.
package final class SchemaGuard: Service {
    /// The schema and the program do not fit together.
    package struct Misfit: ProcessFault {
        /// What to do.
        package let description: String

        /// Always 78.
        package var exitCode: ExitCode { .configuration }
    }

    private let pool: DatabasePool
    private let schema: MigrationSet
    private let interval: Duration
    private let logger: Logger
    private let waitingFor = Mutex<String?>("the schema has not been looked at yet")

    /// Makes a guard of the schema as this program knows it.
    package init(pool: DatabasePool, schema: MigrationSet, logger: Logger, interval: Duration = .seconds(1)) {
        self.pool = pool
        self.schema = schema
        self.logger = logger
        self.interval = interval
    }

    /// What readiness says.
    package var health: HealthState {
        waitingFor.withLock { $0.map(HealthState.notReady) ?? .ready }
    }

    /// Looks until the schema fits, then waits for the shutdown.
    /// - Throws: `Misfit`, which ends the process with 78.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if try await self.isFitting() { break }
                // Waits out a fixed interval; cancellation ends the loop.
                try? await Task.sleep(for: self.interval)
            }
        }
        // Ends at the signal; a cancelled wait ends the same way.
        try? await gracefulShutdown()
    }

    private func isFitting() async throws -> Bool {
        let found: SchemaCompatibility
        do {
            found = try await Migrator().check(pool, schema: schema.schema, programVersion: schema.version)
        } catch {
            // The pool's own state says why.
            waitingFor.withLock { $0 = "the schema cannot be looked at: \(error)" }
            return false
        }
        switch found {
        case .compatible:
            waitingFor.withLock { $0 = nil }
            return true
        case .missing:
            waitingFor.withLock { $0 = "the schema \(schema.schema) is missing: run mpp setup" }
            return false
        case .schemaTooOld(let version):
            throw Misfit(
                description:
                    "the schema \(schema.schema) has version \(version), this program needs \(schema.version): "
                    + "run mpp setup")
        case .programTooOld(let oldest):
            throw Misfit(
                description:
                    "the schema \(schema.schema) needs a program of version \(oldest) or later, this one knows "
                    + "\(schema.version): install a newer one")
        }
    }
}
