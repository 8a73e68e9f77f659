import Contracts
import Foundation

/// The report of a run as one HTML file that needs nothing else.
///
/// - Shape: the verdict, key figures, latencies, everything over time on one axis, what was sent, and how to repeat it;
///   charts are SVG with their figures in tables; no script, no other resource.
enum LoadReportPage {
    /// The page.
    static func render(_ result: LoadResult) -> String {
        let verdict = RunVerdict(result)
        let title = "Load run \(result.run.id)"
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(HTMLText.escape(title)): \(verdict.outcome.rawValue)</title>
            <style>\(ReportStyle.sheet)</style>
            </head>
            <body>
            <header>
            <p class="verdict \(verdict.outcome.rawValue)"><span aria-hidden="true">\(sign(verdict.outcome))</span> \
            \(HTMLText.escape(verdict.sentence))</p>
            <h1>\(HTMLText.escape(title))</h1>
            <p class="when">\(HTMLText.escape(summary(result)))</p>
            </header>
            <main>
            \(tiles(result))\(remarks(result))\(requirements(result))\(audit(result))
            <section><h2>Latency</h2>
            \(latencies(result))</section>
            <section><h2>Over time</h2>
            <p class="note">All charts share one axis: seconds since the first intended start.</p>
            <div class="charts">
            \(TimeCharts(result).html)</div></section>
            <section><h2>What was sent and what came of it</h2>
            \(requests(result))\(outcomes(result))</section>
            <section><h2>The run</h2>
            \(facts(result))</section>
            </main>
            </body>
            </html>

            """
    }

    private static func sign(_ outcome: RunVerdict.Outcome) -> String {
        switch outcome {
        case .passed: "✓"
        case .failed: "✗"
        case .interrupted: "◼"
        }
    }

    private static func summary(_ result: LoadResult) -> String {
        let run = result.run
        let seconds = ReportUnit.seconds.text(run.seconds)
        let generators = run.generators == 1 ? "" : ", \(run.generators) generators"
        return "\(time(run.startedAt)), \(seconds), against \(run.targetURL)\(generators)"
    }

    /// A time to the second, in UTC.
    static func time(_ time: Timestamp) -> String {
        let text = time.rfc3339
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8) + " UTC"
    }

    // MARK: What must be seen first

    private static func remarks(_ result: LoadResult) -> String {
        guard !result.run.remarks.isEmpty else { return "" }
        let items = result.run.remarks.map { "<li>\(HTMLText.escape($0))</li>" }.joined()
        return "<aside><h2>To know when reading</h2><ul>\(items)</ul></aside>\n"
    }

    private static func requirements(_ result: LoadResult) -> String {
        guard !result.thresholds.isEmpty else { return "" }
        let rows = result.thresholds.map { threshold in
            [
                "<code>\(HTMLText.escape(threshold.expression))</code>", HTMLText.escape(threshold.measured),
                threshold.held ? "<b class=\"good\">✓ held</b>" : "<b class=\"bad\">✗ missed</b>",
            ]
        }
        return """
            <section><h2>Requirements</h2>
            \(HTMLText.table(caption: "Requirements", header: ["required", "measured", "outcome"], rows: rows, style: "titled"))</section>

            """
    }

    private static func audit(_ result: LoadResult) -> String {
        guard let audit = result.audit, !audit.clean else { return "" }
        let rows = audit.differences.map { difference in
            [
                HTMLText.escape(difference.equation),
                HTMLText.escape(([difference.region] + [difference.agency].compactMap { $0 }).joined(separator: ", ")),
                ReportUnit.grouped(Int64(difference.expected)), ReportUnit.grouped(Int64(difference.actual)),
                ids(difference.ids),
            ]
        }
        let header = ["equation", "where", "left", "right", "on one side only"]
        return """
            <section><h2>Differences found by the audit</h2>
            \(HTMLText.table(caption: "Differences found by the audit", header: header, rows: rows, style: "titled"))</section>

            """
    }

    private static func ids(_ ids: [String]) -> String {
        let shown = ids.prefix(10).map { "<code>\(HTMLText.escape($0))</code>" }.joined(separator: " ")
        return ids.count > 10 ? "\(shown) and \(ids.count - 10) more" : shown
    }
}
