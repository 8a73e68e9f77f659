package import Logging
import Metrics
package import ServiceLifecycle
import Tracing

/// Sets up logs, metrics and traces of a process.
package struct TelemetrySystem: Sendable {
    /// How telemetry is set up.
    package struct Options: Sendable {
        /// The least level logged.
        package var logLevel: Logger.Level
        /// Where logs go.
        package var logOutput: LogOutput
        /// The base URL of an OpenTelemetry collector; nil records no traces.
        package var otlpEndpoint: String?
        /// The part of new traces that is recorded, 0 to 1.
        package var sampleRatio: Double

        /// Options with the usual defaults.
        package init(
            logLevel: Logger.Level = .info, logOutput: LogOutput = .standardError, otlpEndpoint: String? = nil,
            sampleRatio: Double = 1
        ) {
            self.logLevel = logLevel
            self.logOutput = logOutput
            self.otlpEndpoint = otlpEndpoint
            self.sampleRatio = sampleRatio
        }
    }

    /// The metrics of the process.
    package let registry: PrometheusRegistry
    /// What has to run while the process lives; starts first and stops last.
    package let services: [any Service]

    /// Installs the log handler, the metrics registry and, with an endpoint, the tracer; once per process.
    ///
    /// - Parameters:
    ///   - service: The name of the service, for traces.
    ///   - version: Its version, for traces.
    ///   - options: How telemetry is set up.
    /// - Returns: The registry, and what has to run.
    package static func bootstrap(service: String, version: String, options: Options) -> TelemetrySystem {
        LoggingSystem.bootstrap { label in
            JSONLogHandler(label: label, level: options.logLevel, output: options.logOutput)
        }
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        guard let endpoint = options.otlpEndpoint else {
            return TelemetrySystem(registry: registry, services: [])
        }
        let batcher = SpanBatcher(
            endpoint: endpoint,
            resource: [("service.name", service), ("service.version", version)],
            logger: Logger(label: "telemetry"))
        InstrumentationSystem.bootstrap(OTLPTracer(batcher: batcher, sampleRatio: options.sampleRatio))
        return TelemetrySystem(registry: registry, services: [batcher])
    }
}
