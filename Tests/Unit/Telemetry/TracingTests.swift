import Foundation
import Logging
import ServiceLifecycleTestKit
import Synchronization
import Testing
import Tracing

@testable import Telemetry

@Suite(.timeLimit(.minutes(1)))
struct TracingTests {
    /// A collector that keeps what it is sent and answers as told.
    private final class Collector: Sendable {
        let bodies = Mutex<[String]>([])
        let answers: Mutex<[OTLPExporter.Outcome]>
        let arrivals: AsyncStream<Void>
        let arrival: AsyncStream<Void>.Continuation

        init(answers: [OTLPExporter.Outcome] = []) {
            self.answers = Mutex(answers)
            (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(64))
        }

        func batcher(interval: Duration = .seconds(3600)) -> SpanBatcher {
            SpanBatcher(
                resource: [("service.name", "intake")], interval: interval, logger: Logger(label: "test")
            ) { [self] body in
                bodies.withLock { $0.append(String(decoding: body, as: UTF8.self)) }
                arrival.yield()
                return answers.withLock { $0.isEmpty ? .accepted : $0.removeFirst() }
            }
        }

        /// Waits until so many bodies have come.
        func wait(for count: Int) async {
            var iterator = arrivals.makeAsyncIterator()
            for _ in 0..<count { await iterator.next() }
        }
    }

    private struct Headers: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    }

    /// Runs a batcher, shuts it down after `body`, and waits for its last flush.
    private func run(_ batcher: SpanBatcher, until body: @escaping @Sendable () async -> Void = {}) async throws {
        try await testGracefulShutdown { trigger in
            async let running: Void = batcher.run()
            await body()
            trigger.triggerGracefulShutdown()
            try await running
        }
    }

    @Test func `a span is exported as OTLP JSON at shutdown`() async throws {
        let collector = Collector()
        let batcher = collector.batcher()
        let tracer = OTLPTracer(batcher: batcher)
        var context = InstrumentationContext.topLevel
        tracer.extract(
            ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate": "v=1"],
            into: &context, using: Headers())
        let span = tracer.startSpan(
            "old", context: context, ofKind: .consumer, at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1000))
        span.operationName = "process"
        span.attributes["n"] = 7
        span.attributes["who"] = "3574010101010000"
        span.addEvent(SpanEvent(name: "e", at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1500)))
        span.addLink(SpanLink(context: context, attributes: [:]))
        span.setStatus(SpanStatus(code: .error, message: "late"))
        span.end(at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 2000))
        span.end(at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 3000))
        try await run(batcher)

        let bodies = collector.bodies.withLock { $0 }
        let own = Hex.text(try #require(span.context.traceContext).spanID)
        #expect(
            bodies == [
                #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"intake"}}]},"#
                    + #""scopeSpans":[{"scope":{"name":"mpp"},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","#
                    + #""spanId":"\#(own)","parentSpanId":"00f067aa0ba902b7","traceState":"v=1","name":"process","kind":5,"#
                    + #""startTimeUnixNano":"1000","endTimeUnixNano":"2000","#
                    + #""attributes":[{"key":"n","value":{"intValue":"7"}},{"key":"who","value":{"stringValue":"<number>"}}],"#
                    + #""events":[{"timeUnixNano":"1500","name":"e"}],"#
                    + #""links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}],"#
                    + #""status":{"code":2,"message":"late"}}]}]}]}"#
            ])
        _ = try JSONSerialization.jsonObject(with: Data(try #require(bodies.first).utf8))
    }

    @Test func `a child carries the trace on`() throws {
        let tracer = OTLPTracer(batcher: Collector().batcher())
        let span = tracer.startSpan("a", context: .topLevel)
        var carrier: [String: String] = [:]
        tracer.inject(span.context, into: &carrier, using: Headers())
        let context = try #require(span.context.traceContext)
        #expect(carrier == ["traceparent": context.traceparent])
        let child = try #require(tracer.startSpan("b", context: span.context).context.traceContext)
        #expect(child.traceID == context.traceID)
        #expect(child.spanID != context.spanID)
    }

    @Test func `a ratio of 0 records nothing, but an incoming sampled trace is recorded`() throws {
        let tracer = OTLPTracer(batcher: Collector().batcher(), sampleRatio: 0)
        #expect(!tracer.startSpan("a", context: .topLevel).isRecording)
        var context = InstrumentationContext.topLevel
        context.traceContext = TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        #expect(tracer.startSpan("b", context: context).isRecording)
    }

    @Test func `512 spans go out without waiting`() async throws {
        let collector = Collector()
        let batcher = collector.batcher()
        let tracer = OTLPTracer(batcher: batcher)
        try await run(batcher) {
            for _ in 0..<512 { tracer.startSpan("a", context: .topLevel).end() }
            await collector.wait(for: 1)
        }
        #expect(collector.bodies.withLock { $0.count } == 1)
    }

    @Test func `spans beyond the capacity are dropped`() async throws {
        let collector = Collector()
        let batcher = collector.batcher()
        let tracer = OTLPTracer(batcher: batcher)
        for _ in 0..<5000 { tracer.startSpan("a", context: .topLevel).end() }
        try await run(batcher)
        let sent = collector.bodies.withLock { $0 }.map { $0.components(separatedBy: "\"spanId\"").count - 1 }
        #expect(sent.reduce(0, +) == 4096)
        #expect(sent.allSatisfy { $0 <= 512 })
    }

    @Test func `a busy collector gets the same batch again`() async throws {
        let collector = Collector(answers: [.busy(retryAfterSeconds: nil)])
        let batcher = collector.batcher(interval: .milliseconds(1))
        let tracer = OTLPTracer(batcher: batcher)
        tracer.startSpan("a", context: .topLevel).end()
        try await run(batcher) { await collector.wait(for: 2) }
        let bodies = collector.bodies.withLock { $0 }
        #expect(bodies.count == 2)
        #expect(bodies.first == bodies.last)
    }

    @Test func `a refused batch is dropped`() async throws {
        let collector = Collector(answers: [.refused("HTTP 400")])
        let batcher = collector.batcher()
        OTLPTracer(batcher: batcher).startSpan("a", context: .topLevel).end()
        try await run(batcher)
        #expect(collector.bodies.withLock { $0.count } == 1)
    }
}
