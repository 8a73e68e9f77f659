package import Tracing

/// Where a task stands in a distributed trace.
///
/// - Source: W3C Trace Context, level 1.
package struct TraceContext: Hashable, Sendable {
    /// The sixteen bytes that name a trace.
    package struct TraceID: Hashable, Sendable, CustomStringConvertible {
        var high: UInt64
        var low: UInt64

        /// 32 hexadecimal digits.
        package var description: String { Hex.text(high) + Hex.text(low) }
    }

    /// The trace.
    package var traceID: TraceID
    /// The span that new spans become children of.
    package var spanID: UInt64
    /// Whether the trace is recorded.
    package var isSampled: Bool
    /// What other vendors pass along; kept as it came, at most 512 characters.
    package var tracestate: String?

    /// The context of the current task.
    package static var current: TraceContext? { InstrumentationContext.current?.traceContext }

    /// The start of a new trace.
    static func root(isSampled: Bool) -> TraceContext {
        TraceContext(
            traceID: TraceID(high: .random(in: 0 ... .max), low: .random(in: 1 ... .max)),
            spanID: .random(in: 1 ... .max), isSampled: isSampled, tracestate: nil)
    }

    /// The context of a new span below this one.
    func child() -> TraceContext {
        var child = self
        child.spanID = .random(in: 1 ... .max)
        return child
    }
}

extension TraceContext {
    /// The context in a `traceparent` header; nil when it is malformed or all zero.
    package init?(traceparent: String, tracestate: String? = nil) {
        let bytes = Array(traceparent.utf8)
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = Hex.number(bytes[0..<2], as: UInt8.self), version != 0xff,
            bytes.count == 55 || version > 0 && bytes[55] == dash,
            let high = Hex.number(bytes[3..<19], as: UInt64.self),
            let low = Hex.number(bytes[19..<35], as: UInt64.self), high != 0 || low != 0,
            let span = Hex.number(bytes[36..<52], as: UInt64.self), span != 0,
            let flags = Hex.number(bytes[53..<55], as: UInt8.self)
        else { return nil }
        self.traceID = TraceID(high: high, low: low)
        self.spanID = span
        self.isSampled = flags & 1 == 1
        self.tracestate = tracestate.flatMap { $0.isEmpty || $0.utf8.count > 512 ? nil : $0 }
    }

    /// The header to pass on.
    package var traceparent: String {
        "00-\(traceID)-\(Hex.text(spanID))-\(isSampled ? "01" : "00")"
    }
}

extension InstrumentationContext {
    private enum Key: InstrumentationContextKey {
        typealias Value = TraceContext
        static let nameOverride: String? = "mpp-trace"
    }

    /// The trace that this context belongs to.
    package var traceContext: TraceContext? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}
