import Foundation
import Logging
package import ServiceLifecycle
import Telemetry
import UnixSignals

extension ServiceProcess {
    /// Runs a service until a signal, for tools that have parsed the command line themselves.
    ///
    /// - Parameters:
    ///   - name: The name of the service.
    ///   - opsPort: The default port of probes and metrics.
    ///   - overrides: Settings of the command line, by dotted key.
    ///   - build: Makes the parts.
    /// - Returns: The code to exit with.
    package static func serve(
        name: String, opsPort: Int = 9080, overrides: [String: String] = [:],
        build: (RuntimeContext) async throws -> [any Service]
    ) async -> ExitCode {
        let started = ContinuousClock.now
        signal(SIGPIPE, SIG_IGN)
        let group: ServiceGroup
        let logger: Logger
        do {
            let settings = try await SettingsReader.standard(overrides: overrides)
            let runtime = RuntimeSettings(settings, opsPort: opsPort)
            let telemetry = TelemetrySystem.bootstrap(
                service: name, version: BuildInfo.version, options: runtime.telemetry)
            logger = Logger(label: name)
            let health = Health()
            let context = RuntimeContext(
                name: name, settings: settings, logger: logger, health: health, mode: runtime.mode)
            let services = try await build(context)
            try settings.finish()
            let operations = OperationsServer(
                name: name, host: runtime.opsHost, port: runtime.opsPort, health: health,
                registry: telemetry.registry, logger: logger)
            let drain = DrainService(health: health, graceSeconds: runtime.shutdownGraceSeconds, logger: logger)
            group = makeGroup(
                telemetry.services + [operations] + services + [drain],
                graceSeconds: runtime.shutdownGraceSeconds, logger: logger)
            if runtime.mode == .test { logger.warning("mode is test: not for real people's data") }
        } catch {
            return explain(error, name: name, during: "cannot start")
        }

        logger.notice("starting", metadata: .keys([.service: "\(name)", .version: "\(BuildInfo.version)"]))
        do {
            try await group.run()
        } catch {
            return explain(error, name: name, during: "stopped")
        }
        logger.notice("stopped", metadata: .keys([.duration: "\((ContinuousClock.now - started).milliseconds)"]))
        return .success
    }

    private static func makeGroup(_ services: [any Service], graceSeconds: Int, logger: Logger) -> ServiceGroup {
        var quiet = logger
        // The group reports every step of every service at debug and info.
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: services.map { service in
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: SupervisedService(service: service, logger: logger),
                    successTerminationBehavior: .ignore,
                    failureTerminationBehavior: .gracefullyShutdownGroup,
                    serviceName: String(describing: type(of: service)))
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(graceSeconds)
        return ServiceGroup(configuration: configuration)
    }

    /// Prints the settings a service would run with.
    static func checkConfig(
        name: String, opsPort: Int, overrides: [String: String], build: Build
    ) async -> ExitCode {
        do {
            let settings = try await SettingsReader.standard(overrides: overrides)
            let runtime = RuntimeSettings(settings, opsPort: opsPort)
            LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: .warning) }
            let context = RuntimeContext(
                name: name, settings: settings, logger: Logger(label: name), mode: runtime.mode)
            var failure: (any Error)?
            do {
                _ = try await build(context)
                try settings.finish()
            } catch {
                failure = error
            }
            for setting in settings.effective {
                print("\(setting.key) = \(setting.value)  (\(setting.source))")
            }
            if let failure { throw failure }
            return .success
        } catch {
            return explain(error, name: name, during: "check-config")
        }
    }

    /// The type and masked text of an error.
    static func redacted(_ error: any Error) -> String {
        "\(String(reflecting: type(of: error))): \(Redactor.redact(String(describing: error)))"
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
