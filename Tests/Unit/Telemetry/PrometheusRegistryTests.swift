import CoreMetrics
import Logging
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry()

    @Test func `the exposition is exactly this text`() {
        registry.describe("messaging.client.sent.messages", "Messages sent,\nby \\ exchange.")
        let sent = Counter(
            label: "messaging.client.sent.messages", dimensions: [("exchange", "mpp.events"), ("a", "1")],
            factory: registry)
        sent.increment(by: 3)
        Counter(
            label: "messaging.client.sent.messages", dimensions: [("exchange", "q\"uo\\te\nd")], factory: registry
        ).increment()
        Meter(label: "db.pool-size", factory: registry).set(2.5)
        let recorder = Recorder(label: "mpp.batch.size", factory: registry)
        for value in [1, 3, 100, 9_999_999] { recorder.record(value) }

        #expect(
            registry.exposition() == """
                # TYPE db_pool_size gauge
                db_pool_size 2.5
                # HELP messaging_client_sent_messages_total Messages sent,\\nby \\\\ exchange.
                # TYPE messaging_client_sent_messages_total counter
                messaging_client_sent_messages_total{a="1",exchange="mpp.events"} 3
                messaging_client_sent_messages_total{exchange="q\\"uo\\\\te\\nd"} 1
                # TYPE mpp_batch_size histogram
                mpp_batch_size_bucket{le="1"} 1
                mpp_batch_size_bucket{le="2"} 1
                mpp_batch_size_bucket{le="5"} 2
                mpp_batch_size_bucket{le="10"} 2
                mpp_batch_size_bucket{le="20"} 2
                mpp_batch_size_bucket{le="50"} 2
                mpp_batch_size_bucket{le="100"} 3
                mpp_batch_size_bucket{le="200"} 3
                mpp_batch_size_bucket{le="500"} 3
                mpp_batch_size_bucket{le="1000"} 3
                mpp_batch_size_bucket{le="4096"} 3
                mpp_batch_size_bucket{le="16384"} 3
                mpp_batch_size_bucket{le="65536"} 3
                mpp_batch_size_bucket{le="262144"} 3
                mpp_batch_size_bucket{le="1048576"} 3
                mpp_batch_size_bucket{le="4194304"} 3
                mpp_batch_size_bucket{le="+Inf"} 4
                mpp_batch_size_sum 10000103
                mpp_batch_size_count 4
                # HELP telemetry_series_dropped_total Series refused because their family was full.
                # TYPE telemetry_series_dropped_total counter
                telemetry_series_dropped_total 0

                """)
    }

    @Test func `a timer counts seconds`() {
        let timer = Timer(label: "http.server.request.duration", dimensions: [("le", "x")], factory: registry)
        timer.recordNanoseconds(3_000_000)
        let text = registry.exposition()
        #expect(text.contains("# TYPE http_server_request_duration_seconds histogram\n"))
        #expect(text.contains("http_server_request_duration_seconds_bucket{le_=\"x\",le=\"0.0025\"} 0\n"))
        #expect(text.contains("http_server_request_duration_seconds_bucket{le_=\"x\",le=\"0.005\"} 1\n"))
        #expect(text.contains("http_server_request_duration_seconds_sum{le_=\"x\"} 0.003\n"))
    }

    @Test func `equal labels in another order are one series`() {
        Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
        Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
        #expect(registry.exposition().contains("c_total{a=\"1\",b=\"2\"} 2\n"))
    }

    @Test func `whole and fractional counts add up, and never go down`() {
        let whole = Counter(label: "c", factory: registry)
        let fraction = FloatingPointCounter(label: "c_total", factory: registry)
        whole.increment(by: 2)
        whole.increment(by: -5)
        fraction.increment(by: 0.5)
        fraction.increment(by: -1)
        fraction.increment(by: Double.nan)
        #expect(registry.exposition().contains("c_total 2.5\n"))
        whole.reset()
        #expect(registry.exposition().contains("c_total 0\n"))
    }

    @Test func `a gauge moves both ways and shows what is no number`() {
        let meter = Meter(label: "g", factory: registry)
        meter.set(5)
        meter.increment(by: 1.5)
        meter.decrement(by: 6)
        #expect(registry.exposition().contains("g 0.5\n"))
        meter.set(Double.infinity)
        #expect(registry.exposition().contains("g +Inf\n"))
        meter.set(Double.nan)
        #expect(registry.exposition().contains("g NaN\n"))
    }

    @Test func `the first kind of a name wins and the clash is logged once`() {
        let capture = LogCapture()
        let registry = PrometheusRegistry(
            logger: Logger(label: "t") { JSONLogHandler(label: $0, output: capture.output) })
        Meter(label: "x", factory: registry).set(1)
        Recorder(label: "x", factory: registry).record(7)
        Recorder(label: "x", factory: registry).record(7)
        #expect(registry.exposition().contains("# TYPE x gauge\nx 1\n"))
        #expect(!registry.exposition().contains("x_bucket"))
        #expect(capture.lines.count == 1)
    }

    @Test func `a full family takes no more series and counts them`() {
        let registry = PrometheusRegistry(seriesLimit: 2)
        for id in 0..<5 { Counter(label: "c", dimensions: [("id", "\(id)")], factory: registry).increment() }
        Counter(label: "c", dimensions: [("id", "1")], factory: registry).increment()
        let text = registry.exposition()
        #expect(text.contains("c_total{id=\"1\"} 2\n"))
        #expect(!text.contains("c_total{id=\"2\"}"))
        #expect(text.contains("telemetry_series_dropped_total 3\n"))
    }

    @Test func `a destroyed series is gone`() {
        let counter = Counter(label: "c", dimensions: [("a", "1")], factory: registry)
        let other = Counter(label: "c", dimensions: [("a", "2")], factory: registry)
        counter.increment()
        other.increment()
        counter.destroy()
        let text = registry.exposition()
        #expect(!text.contains("a=\"1\""))
        #expect(text.contains("c_total{a=\"2\"} 1\n"))
    }

    @Test func `names are made valid`() {
        Counter(label: "9 lives-é", dimensions: [("a.b", "v")], factory: registry).increment()
        #expect(registry.exposition().contains("_9_lives____total{a_b=\"v\"} 1\n"))
    }

    @Test func `many threads lose no count`() async {
        let counter = Counter(label: "c", factory: registry)
        let fraction = FloatingPointCounter(label: "f", factory: registry)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.increment()
                        fraction.increment(by: 0.5)
                    }
                }
            }
        }
        let text = registry.exposition()
        #expect(text.contains("c_total 8000\n"))
        #expect(text.contains("f_total 4000\n"))
    }
}
