package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Telemetry

/// A running HTTP port.
package final class HTTPServer: Service {
    private let application: any Service
    private let bound: BoundPort

    /// A server of these routes; listens when it runs.
    package init<Context: RequestContext>(
        router: Router<Context>, settings: HTTPServerSettings, name: String = "http", logger: Logger
    ) where Context.Source == ApplicationRequestContextSource {
        let bound = BoundPort()
        self.bound = bound
        var quiet = logger
        // Hummingbird announces itself at info; the notice below says it in our words.
        quiet.logLevel = max(logger.logLevel, .notice)
        application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(Int64(settings.idleTimeoutSeconds)))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maxConnections)),
            onServerRunning: { channel in
                bound.set(channel.localAddress?.port)
                logger.notice(
                    "\(name) listens",
                    metadata: .keys([
                        .server: "\(settings.host)", .port: "\(channel.localAddress?.port ?? settings.port)",
                    ]))
            },
            logger: quiet)
    }

    /// The port the server listens on; nil until it does.
    package var port: Int? { bound.value }

    /// Serves until the graceful shutdown; requests under way are finished.
    package func run() async throws {
        try await application.run()
    }

    private final class BoundPort: Sendable {
        private let port = Mutex<Int?>(nil)

        var value: Int? { port.withLock { $0 } }

        func set(_ value: Int?) { port.withLock { $0 = value } }
    }
}
