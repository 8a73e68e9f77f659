/// A chart of lines, or of areas on top of one another, that fits any width.
///
/// The drawing stretches with the page while labels and strokes keep their size: the axes' labels are HTML beside it.
struct LineChart: Sendable {
    /// The width and height of the drawing's own coordinates.
    private static let extent = 1000.0
    private static let colours = 8
    private static let buckets = 240

    /// What is shown.
    let title: String
    /// How to read it, in a short sentence.
    let note: String
    /// The unit of the values.
    let unit: ReportUnit
    /// The horizontal axis.
    let x: ChartScale
    /// What the horizontal axis is.
    let xName: String
    /// The vertical axis.
    let y: ChartScale
    /// The series.
    let lines: [ChartLine]
    /// Whether the series are stacked, so that the upper edge is their sum.
    var isStacked = false
    /// A value to mark across the chart, with its name.
    var limit: (value: Double, name: String)?
    /// The table under the chart, in place of the legend's means and maxima.
    var legend: (header: [String], rows: [[String]])?
    /// The rows of the folded table: the horizontal place, then a value for each line.
    var figures: [[String]] = []
    /// The vertical bounds of each stacked series at equal distances; empty unless stacked.
    var layers: [[(low: Double, high: Double)?]] = []

    /// The chart as HTML.
    var html: String {
        """
        <figure class="chart"><figcaption><strong>\(HTMLText.escape(title))</strong> \
        <span>\(HTMLText.escape(note))</span></figcaption>
        <div class="plot"><div class="y" aria-hidden="true">\(yLabels)</div>\
        <svg role="img" aria-label="\(HTMLText.escape(description))" viewBox="0 0 1000 1000" \
        preserveAspectRatio="none">\(grid)\(isStacked ? areas : paths)\(limitLine)</svg>\
        <div class="x" aria-hidden="true">\(xLabels)</div></div>
        \(legendTable)
        \(figuresTable)</figure>

        """
    }

    // MARK: The drawing

    private var grid: String {
        let across = y.ticks.map { "M0 \(Self.coordinate(1 - $0.position))H1000" }
        let down = x.ticks.map { "M\(Self.coordinate($0.position)) 0V1000" }
        return "<path class=\"grid\" d=\"\((across + down).joined())\"/>"
    }

    private var paths: String {
        lines.enumerated().reversed().map { index, line in
            let path = Self.path(line, x: x, y: y)
            return "<path class=\"line \(Self.colour(index))\" d=\"\(path)\"/>"
        }.joined()
    }

    /// The path of a line, broken where values are missing; a lone point is a short stroke.
    static func path(_ line: ChartLine, x: ChartScale, y: ChartScale) -> String {
        let end = line.points.last?.x ?? 0
        let drawn = line.thinned(buckets: buckets, upTo: end)
        let bridge = line.bridge + (drawn.points.count < line.points.count ? 2 * end / Double(buckets) : 0)
        var path = ""
        var last: ChartLine.Point?
        for point in drawn.points {
            let place = "\(coordinate(x.position(of: point.x))) \(coordinate(1 - y.position(of: point.y)))"
            let isJoined = last.map { point.x - $0.x <= bridge } ?? false
            path += isJoined ? "L\(place)" : "M\(place)h0"
            last = point
        }
        return path
    }

    private var areas: String {
        layers.enumerated().map { index, layer in
            let parts = Double(max(layer.count, 1))
            var upper = ""
            var lower = ""
            for (part, bounds) in layer.enumerated() {
                guard let bounds else { continue }
                let place = Self.coordinate((Double(part) + 0.5) / parts)
                upper += "\(upper.isEmpty ? "M" : "L")\(place) \(Self.coordinate(1 - y.position(of: bounds.high)))"
                lower = "L\(place) \(Self.coordinate(1 - y.position(of: bounds.low)))" + lower
            }
            return "<path class=\"area \(Self.colour(index))\" d=\"\(upper)\(lower)Z\"/>"
        }.joined()
    }

    private var limitLine: String {
        guard let limit else { return "" }
        return "<path class=\"limit\" d=\"M0 \(Self.coordinate(1 - y.position(of: limit.value)))H1000\"/>"
    }

    private static func coordinate(_ share: Double) -> String {
        let value = Int((share * extent * 10).rounded())
        return value % 10 == 0 ? String(value / 10) : "\(value / 10).\(value % 10)"
    }

    private static func colour(_ index: Int) -> String { "c\(index % colours)\(index >= colours ? " again" : "")" }

    // MARK: The labels

    private var yLabels: String {
        y.ticks.map { "<span style=\"bottom:\(Self.share($0.position))\">\(HTMLText.escape($0.label))</span>" }.joined()
    }

    private var xLabels: String {
        x.ticks.enumerated().map { index, tick in
            let side = tick.position > 0.93 ? " class=\"end\"" : index % 2 == 1 ? " class=\"odd\"" : ""
            let place =
                tick.position > 0.93 ? "right:\(Self.share(1 - tick.position))" : "left:\(Self.share(tick.position))"
            return "<span\(side) style=\"\(place)\">\(HTMLText.escape(tick.label))</span>"
        }.joined() + "<em>\(HTMLText.escape(xName))</em>"
    }

    private static func share(_ position: Double) -> String { "\(coordinate(position / 10))%" }

    private var description: String {
        let parts = lines.map { line in
            guard let mean = line.mean, let largest = line.largest else { return "\(line.name): no values" }
            return "\(line.name): mean \(unit.text(mean)), largest \(unit.text(largest))"
        }
        return "\(title). " + parts.joined(separator: "; ")
    }

    // MARK: The tables

    private var legendTable: String {
        let header = legend?.header ?? ["", "mean", "largest"]
        let rows =
            legend?.rows
            ?? lines.map { line in [line.mean, line.largest].map { $0.map(unit.text) ?? "–" } }
        let cells = zip(lines, rows).enumerated().map { index, pair in
            let swatch = Self.swatch(isStacked ? "area" : "line", Self.colour(index))
            let name = "<th scope=\"row\">\(swatch)\(HTMLText.escape(pair.0.name))</th>"
            return "<tr>\(name)\(pair.1.map { "<td>\(HTMLText.escape($0))</td>" }.joined())</tr>"
        }
        let head = header.map { "<th scope=\"col\">\(HTMLText.escape($0))</th>" }.joined()
        let note =
            limit.map { "<tr><th scope=\"row\">\(Self.swatch("limit", ""))\(HTMLText.escape($0.name))</th></tr>" } ?? ""
        let caption = HTMLText.escape("\(title), in figures")
        return """
            <div class="scroll legend" role="region" tabindex="0" aria-label="\(caption)">\
            <table><caption>\(caption)</caption><thead><tr>\(head)</tr></thead>\
            <tbody>\(cells.joined())\(note)</tbody></table></div>
            """
    }

    private static func swatch(_ kind: String, _ colour: String) -> String {
        let shape = kind == "area" ? "M1 1H21V9H1Z" : "M1 5H21"
        return """
            <svg class="swatch" aria-hidden="true" viewBox="0 0 22 10"><path class="\(kind) \(colour)" d="\(shape)"/></svg>
            """
    }

    private var figuresTable: String {
        guard !figures.isEmpty else { return "" }
        let table = HTMLText.table(
            caption: "\(title), values", header: [xName] + lines.map(\.name),
            rows: figures.map { $0.map(HTMLText.escape) })
        return "<details><summary>Values</summary>\(table)</details>"
    }
}
