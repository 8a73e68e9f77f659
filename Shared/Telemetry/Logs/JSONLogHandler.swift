package import Logging
import Tracing

/// Writes each log event as one line of JSON, with personal data masked.
///
/// - Shape: `{"time":"…Z","level":"info","logger":"intake","message":"…","error":{"type":"…","message":"…"},
///   "metadata":{…}}`, keys of the metadata in order.
package struct JSONLogHandler: LogHandler {
    /// The metadata of every line of this handler.
    package var metadata: Logger.Metadata = [:]
    /// Adds what the task knows, such as the trace id.
    package var metadataProvider: Logger.MetadataProvider?
    /// The least level written.
    package var logLevel: Logger.Level

    private let label: String
    private let output: LogOutput
    private let now: @Sendable () -> UInt64

    /// A handler for one logger.
    ///
    /// - Parameters:
    ///   - label: The name of the logger.
    ///   - level: The least level written.
    ///   - output: Where the lines go.
    ///   - metadataProvider: Adds what the task knows.
    ///   - now: The wall clock, in nanoseconds since 1970.
    package init(
        label: String,
        level: Logger.Level = .info,
        output: LogOutput = .standardError,
        metadataProvider: Logger.MetadataProvider? = .traceContext,
        now: @escaping @Sendable () -> UInt64 = { DefaultTracerClock.now.nanosecondsSinceEpoch }
    ) {
        self.label = label
        self.logLevel = level
        self.output = output
        self.metadataProvider = metadataProvider
        self.now = now
    }

    /// One metadata value of every line.
    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the event.
    package func log(event: LogEvent) {
        var line = JSONWriter(reservingCapacity: 512)
        line.object { line in
            line.field("time", LogTime.text(nanoseconds: now()))
            line.field("level", event.level.rawValue)
            line.field("logger", label)
            line.field("message", Redactor.redact(event.message.description))
            if let error = event.error {
                line.key("error")
                line.object { line in
                    line.field("type", String(reflecting: type(of: error)))
                    line.field("message", Redactor.redact(String(describing: error)))
                }
            }
            let all = merged(event.metadata)
            if !all.isEmpty {
                line.key("metadata")
                write(all, to: &line)
            }
        }
        line.newline()
        output.write(line.bytes)
    }

    private func merged(_ event: Logger.Metadata?) -> Logger.Metadata {
        var all = metadata
        if let provided = metadataProvider?.get(), !provided.isEmpty {
            all.merge(provided) { _, new in new }
        }
        if let event, !event.isEmpty {
            all.merge(event) { _, new in new }
        }
        return all
    }

    private func write(_ metadata: Logger.Metadata, to line: inout JSONWriter) {
        line.object { line in
            for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
                line.key(key)
                write(value, to: &line)
            }
        }
    }

    private func write(_ value: Logger.MetadataValue, to line: inout JSONWriter) {
        if value.attributes[LogSensitivity.self] == .sensitive {
            line.string("<redacted>")
            return
        }
        switch value {
        case .string(let text): line.string(Redactor.redact(text))
        case .stringConvertible(let value): line.string(Redactor.redact(value.description))
        case .dictionary(let entries): write(entries, to: &line)
        case .array(let elements):
            line.array { line in
                for element in elements { write(element, to: &line) }
            }
        }
    }
}

extension Logger.MetadataProvider {
    /// The trace and span id of the current task.
    package static let traceContext = Logger.MetadataProvider {
        guard let context = TraceContext.current else { return [:] }
        return ["trace_id": "\(context.traceID)", "span_id": "\(Hex.text(context.spanID))"]
    }
}
