import Tracing

/// A span that has ended, ready to be exported.
struct FinishedSpan: Sendable {
    var name: String
    var context: TraceContext
    var parent: UInt64?
    var kind: SpanKind
    var start: UInt64
    var end: UInt64
    var attributes: SpanAttributes
    var events: [SpanEvent]
    var links: [TraceContext]
    var status: SpanStatus?
}
