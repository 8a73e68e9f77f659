package import Tracing

/// Records spans and hands them to a ``SpanBatcher``.
///
/// - Source: OpenTelemetry specification 1.x, tracing API; sampling is parent-based, a root by its trace id.
package struct OTLPTracer: Tracer {
    private let batcher: SpanBatcher
    private let threshold: UInt64

    /// A tracer that records this part (0…1) of the traces begun here.
    package init(batcher: SpanBatcher, sampleRatio: Double = 1) {
        self.batcher = batcher
        let ratio = min(max(sampleRatio, 0), 1)
        threshold = ratio >= 1 ? .max : UInt64(ratio * 0x1p64)
    }

    /// Starts a span below the one in the context, or a new trace.
    package func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> RecordingSpan {
        var surrounding = context()
        let parent = surrounding.traceContext
        var own = parent?.child() ?? TraceContext.root(isSampled: true)
        if parent == nil { own.isSampled = threshold == .max || own.traceID.low < threshold }
        surrounding.traceContext = own
        let span = FinishedSpan(
            name: operationName, context: own, parent: parent?.spanID, kind: kind,
            start: instant().nanosecondsSinceEpoch, end: 0, attributes: [:], events: [], links: [], status: nil)
        return RecordingSpan(span, context: surrounding) { [batcher] in batcher.add($0) }
    }

    /// Reads `traceparent` and `tracestate`.
    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
        let state = extractor.extract(key: "tracestate", from: carrier)
        if let found = TraceContext(traceparent: parent, tracestate: state) { context.traceContext = found }
    }

    /// Writes `traceparent` and `tracestate`.
    package func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let trace = context.traceContext else { return }
        injector.inject(trace.traceparent, forKey: "traceparent", into: &carrier)
        if let state = trace.tracestate { injector.inject(state, forKey: "tracestate", into: &carrier) }
    }

    /// Does nothing: the batcher flushes by itself and at shutdown.
    package func forceFlush() {}
}
