package import Logging
import Telemetry

/// The settings every process has.
///
/// - Shape:
///   - `mode` (production or test, default production).
///   - `log.level` (trace … critical, default info); `log.output` (stderr or stdout, default stderr).
///   - `ops.host` (text, default 127.0.0.1; 0.0.0.0 in containers); `ops.port` (0–65535, default by service): probes
///     and metrics; 0 takes any free port.
///   - `shutdown.graceSeconds` (1–600, default 25): for the graceful shutdown, before work is cut off.
///   - `otlp.endpoint` (URL, optional): the trace collector; `otlp.sampleRatio` (0–1, default 1).
package struct RuntimeSettings: Sendable {
    /// Where logs go.
    package enum Output: String, CaseIterable, Sendable {
        case stderr, stdout
    }

    /// Whether real people's data may be here.
    package var mode: Mode
    /// The least level logged.
    package var logLevel: Logger.Level
    /// Where logs go.
    package var logOutput: Output
    /// The address of probes and metrics.
    package var opsHost: String
    /// The port of probes and metrics.
    package var opsPort: Int
    /// How long a graceful shutdown may take.
    package var shutdownGraceSeconds: Int
    /// The trace collector.
    package var otlpEndpoint: String?
    /// The part of traces recorded.
    package var otlpSampleRatio: Double

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader, opsPort: Int = 9080) {
        mode = settings.choice("mode", default: Mode.production)
        logLevel = settings.choice("log.level", default: Logger.Level.info)
        logOutput = settings.choice("log.output", default: Output.stderr)
        opsHost = settings.string("ops.host", default: "127.0.0.1")
        self.opsPort = settings.int("ops.port", default: opsPort, range: 0...65_535)
        shutdownGraceSeconds = settings.int("shutdown.graceSeconds", default: 25, range: 1...600)
        otlpEndpoint = settings.optionalURL("otlp.endpoint", schemes: ["http", "https"])?.value
        otlpSampleRatio = settings.double("otlp.sampleRatio", default: 1, range: 0...1)
    }

    /// The telemetry part.
    var telemetry: TelemetrySystem.Options {
        TelemetrySystem.Options(
            logLevel: logLevel, logOutput: logOutput == .stderr ? .standardError : .standardOutput,
            otlpEndpoint: otlpEndpoint, sampleRatio: otlpSampleRatio)
    }
}
