import Foundation
import Logging
import Telemetry
import Testing
import Tracing

@Suite(.timeLimit(.minutes(1)))
struct JSONLogHandlerTests {
    private let capture = LogCapture()

    private func logger(_ label: String = "intake", level: Logger.Level = .info) -> Logger {
        Logger(label: label) { label in
            JSONLogHandler(
                label: label, level: level, output: capture.output, now: { 1_785_576_600_123_456_789 })
        }
    }

    private struct Refused: Error, CustomStringConvertible {
        var description: String { "no room for 3574010101010000" }
    }

    @Test func `a line is one object with the metadata in order`() {
        logger().info("filed", metadata: .keys([.submission: "0190", .region: "3574", .attempt: "2"]))
        #expect(
            capture.lines == [
                #"{"time":"2026-08-01T09:30:00.123456Z","level":"info","logger":"intake","message":"filed","#
                    + #""metadata":{"mpp.attempt":"2","mpp.region":"3574","mpp.submission.id":"0190"}}"# + "\n"
            ])
    }

    @Test func `an error stands by type and masked text`() throws {
        logger().error("cannot store", error: Refused())
        let line = try #require(capture.lines.first)
        #expect(line.contains(#""error":{"type":""#))
        #expect(line.contains(#"Refused","message":"no room for <number>"}"#))
    }

    @Test func `message and metadata are masked at every depth`() throws {
        logger().warning(
            "mail to siti@example.id",
            metadata: [
                "a": ["081234567890", ["b": "3574010101010000"]], "c": .stringConvertible(3_574_010_101_010_000),
            ])
        let line = try #require(capture.lines.first)
        #expect(line.contains(#""message":"mail to <mail>""#))
        #expect(line.contains(#""metadata":{"a":["<phone>",{"b":"<number>"}],"c":"<number>"}"#))
    }

    @Test func `a sensitive value is never printed`() throws {
        var logger = logger()
        logger[.reason] = .sensitive("Siti Aminah")
        logger.info("x", metadata: ["other": .sensitive("Budi")])
        let line = try #require(capture.lines.first)
        #expect(line.contains(#"{"mpp.reason":"<redacted>","other":"<redacted>"}"#))
    }

    @Test func `quotes, newlines and control characters are escaped`() throws {
        logger().info("a\"b\\c\nd\te\u{1}f é")
        let line = try #require(capture.lines.first)
        #expect(line.contains(#""message":"a\"b\\c\nd\te\u0001f é""#))
        #expect(line.filter { $0 == "\n" }.count == 1)
        let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(parsed?["message"] as? String == "a\"b\\c\nd\te\u{1}f é")
    }

    @Test func `lines below the level are not written`() {
        logger(level: .warning).info("x")
        #expect(capture.lines.isEmpty)
    }

    @Test func `the event's metadata wins over the logger's`() throws {
        var logger = logger()
        logger[.queue] = "a"
        logger.info("x", metadata: .keys([.queue: "b"]))
        #expect(capture.lines.first?.contains(#""metadata":{"mpp.queue":"b"}"#) == true)
    }

    @Test func `the trace of the task is named`() throws {
        var context = InstrumentationContext.topLevel
        context.traceContext = TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        InstrumentationContext.$current.withValue(context) { logger().info("x") }
        let line = try #require(capture.lines.first)
        #expect(
            line.contains(
                #""metadata":{"span_id":"00f067aa0ba902b7","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}"#))
    }

    @Test func `every log key has a name of its own`() {
        #expect(Set(LogKey.allCases.map(\.rawValue)).count == LogKey.allCases.count)
    }
}
