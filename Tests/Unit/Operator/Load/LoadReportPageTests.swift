import Foundation
import FoundationXML
import Testing

@testable import OperatorCommands

@Suite("Load report", .timeLimit(.minutes(1)))
struct LoadReportPageTests {
    @Test func `the page stands alone, is well formed and shows everything that was measured`() throws {
        let page = LoadReportPage.render(SampleRun.result())
        Attachment.record(page, named: "report.html")
        for foreign in ["<script", "<link", "@import", "url(", "<img", "src="] {
            #expect(!page.contains(foreign), "\(foreign)")
        }
        // All but the declaration, the two void elements of the head and the file's own text is XML.
        let body = try #require(page.range(of: "<body>"))
        let parser = XMLParser(data: Data(page[body.lowerBound...].replacing("</html>", with: "").utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        for title in [
            "Latency by percentile", "Throughput", "Applications under way", "Latency over time", "Queue depth",
            "Oldest waiting work",
            "CPU of each process", "Memory of services, agencies and generator", "Memory of RabbitMQ and PostgreSQL",
            "RabbitMQ: messages", "RabbitMQ: memory", "PostgreSQL: commits", "PostgreSQL: write-ahead log",
            "PostgreSQL: active sessions", "PostgreSQL: dead rows",
        ] {
            #expect(page.contains("<strong>\(title)</strong>"), "\(title)")
        }
        #expect(!page.contains("Also measured"))
    }

    @Test func `a measurement that no chart knows is shown all the same`() {
        var result = SampleRun.result(seconds: 5)
        result.series[2].values["disk.busy"] = 3
        #expect(LoadReportPage.render(result).contains("Also measured: disk"))
    }

    @Test func `text from outside cannot become markup`() {
        var result = SampleRun.result(seconds: 3)
        result.run.remarks = ["<script>alert('x')</script> & \"more\""]
        result.series[0].values["rss.<b>"] = 5
        let page = LoadReportPage.render(result)
        #expect(!page.contains("<script"))
        #expect(!page.contains("<b>: "))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"))
    }

    @Test func `a run of nothing still makes a page`() {
        var result = SampleRun.result(seconds: 1)
        result.series = []
        result.stages = []
        result.requests = []
        result.outcomes = [:]
        result.thresholds = []
        result.audit = nil
        let page = LoadReportPage.render(result)
        #expect(page.contains("Nothing was measured over time."))
        #expect(page.contains("No application was followed to its end."))
        #expect(page.contains("nothing was required and no audit was made"))
    }

    @Test func `the differences of the audit are listed with their ids`() {
        var result = SampleRun.result(seconds: 2)
        result.audit = AuditFacts(
            clean: false,
            differences: [
                .init(
                    equation: "accepted = in transit + seen", region: "3574", agency: nil, expected: 10, actual: 9,
                    ids: ["0199-lost"])
            ])
        let page = LoadReportPage.render(result)
        #expect(page.contains("accepted = in transit + seen"))
        #expect(page.contains("<code>0199-lost</code>"))
        #expect(page.contains("the audit found a difference"))
    }

    @Test func `the command repeats the plan, quoted for a shell, with the seed`() {
        var run = SampleRun.result(seconds: 2, rate: 50).run
        run.plan = ["rate": "50", "keep": "true", "quiet": "false", "require": "e2e.p99<500ms", "name": "it's"]
        #expect(
            run.command
                == "mpp load --keep --name 'it'\\''s' --rate 50 --require 'e2e.p99<500ms' --seed \(run.seed)")
    }

    @Test func `a long run's page stays small`() {
        #expect(LoadReportPage.render(SampleRun.result(seconds: 3600, rate: 1)).utf8.count < 1_000_000)
    }
}
