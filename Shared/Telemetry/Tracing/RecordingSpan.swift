import Synchronization
package import Tracing

/// A span of ``OTLPTracer``.
///
/// - Shape: at most 64 events and 128 links; those beyond are dropped.
package final class RecordingSpan: Tracing.Span {
    /// The context in which children of this span run.
    package let context: InstrumentationContext
    /// Whether the span will be exported.
    package let isRecording: Bool

    private let state: Mutex<FinishedSpan?>
    private let name: Mutex<String>
    private let onEnd: @Sendable (FinishedSpan) -> Void

    init(_ span: FinishedSpan, context: InstrumentationContext, onEnd: @escaping @Sendable (FinishedSpan) -> Void) {
        self.context = context
        self.isRecording = span.context.isSampled
        self.name = Mutex(span.name)
        self.state = Mutex(span.context.isSampled ? span : nil)
        self.onEnd = onEnd
    }

    /// The name of the span.
    package var operationName: String {
        get { name.withLock { $0 } }
        set { name.withLock { $0 = newValue } }
    }

    /// The attributes of the span.
    package var attributes: SpanAttributes {
        get { state.withLock { $0?.attributes ?? [:] } }
        set { state.withLock { $0?.attributes = newValue } }
    }

    /// Says how the operation went; an explicit success is not replaced.
    package func setStatus(_ status: SpanStatus) {
        state.withLock { span in
            if span?.status?.code != .ok { span?.status = status }
        }
    }

    /// Notes that something happened.
    package func addEvent(_ event: SpanEvent) {
        state.withLock { span in
            if let count = span?.events.count, count < 64 { span?.events.append(event) }
        }
    }

    /// Notes an error, by type and masked text.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        guard isRecording else { return }
        var attributes = attributes
        attributes["exception.type"] = String(reflecting: type(of: error))
        attributes["exception.message"] = String(describing: error)
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    /// Points at a span of another trace, such as each message of a batch.
    package func addLink(_ link: SpanLink) {
        guard let target = link.context.traceContext else { return }
        state.withLock { span in
            if let count = span?.links.count, count < 128 { span?.links.append(target) }
        }
    }

    /// Ends the span; a second end changes nothing.
    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let ended = state.withLock { span -> FinishedSpan? in
            defer { span = nil }
            return span
        }
        guard var ended else { return }
        ended.end = instant().nanosecondsSinceEpoch
        ended.name = operationName
        onEnd(ended)
    }
}
