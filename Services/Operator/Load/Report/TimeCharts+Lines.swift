extension TimeCharts {
    /// A series by its key; nil when it was never measured.
    func line(_ key: String, _ name: String) -> ChartLine? {
        let points = series.compactMap { point in point.values[key].map { ChartLine.Point(x: point.at, y: $0) } }
        return points.isEmpty ? nil : ChartLine(name: name, points: points)
    }

    /// The sum of several series in the seconds in which one of them was measured.
    func sums(of keys: [String]) -> [ChartLine.Point] {
        series.compactMap { point in
            let values = keys.compactMap { point.values[$0] }
            return values.isEmpty ? nil : ChartLine.Point(x: point.at, y: values.reduce(0, +))
        }
    }

    /// A chart of lines; nil without any.
    func chart(
        _ title: String, _ note: String, _ unit: ReportUnit, _ lines: [ChartLine], isLogarithmic: Bool = false
    ) -> LineChart? {
        guard !lines.isEmpty else { return nil }
        let values = lines.flatMap { $0.points.map(\.y) }
        let y: ChartScale =
            isLogarithmic
            ? .logarithmic(from: values.filter { $0 > 0 }.min() ?? 1, upTo: values.max() ?? 1, unit: unit)
            : .linear(upTo: values.max() ?? 0, unit: unit)
        return LineChart(
            title: title, note: note, unit: unit, x: x, xName: "seconds", y: y,
            lines: lines, figures: figures(lines, unit))
    }

    /// The bounds of lines on top of one another, by the means of at most 120 equal parts, and the highest sum.
    ///
    /// A part in which nothing was measured has no bounds.
    func stack(_ lines: [ChartLine]) -> (layers: [[(low: Double, high: Double)?]], highest: Double) {
        let parts = max(1, min(120, Int(end)))
        let means = lines.map { $0.means(parts: parts, upTo: end) }
        var heights = [Double](repeating: 0, count: parts)
        let layers = means.map { layer in
            (0..<parts).map { part -> (low: Double, high: Double)? in
                guard means.contains(where: { $0[part] != nil }) else { return nil }
                let low = heights[part]
                heights[part] += layer[part] ?? 0
                return (low, heights[part])
            }
        }
        return (layers, heights.max() ?? 0)
    }

    /// The means of equal parts of the run, for readers of the table.
    func figures(_ lines: [ChartLine], _ unit: ReportUnit) -> [[String]] {
        let parts = min(Self.tableRows, max(1, Int(end)))
        let columns = lines.map { $0.means(parts: parts, upTo: end) }
        return (0..<parts).map { part in
            let from = ReportUnit.number((end * Double(part) / Double(parts)).rounded())
            let upTo = ReportUnit.number((end * Double(part + 1) / Double(parts)).rounded())
            return ["\(from) to \(upTo)"] + columns.map { $0[part].map(unit.text) ?? "–" }
        }
    }

    /// The queue's name in a key such as `queue.intake.events.ready`.
    static func queue(inKey key: String) -> String {
        String(key.dropFirst("queue.".count).dropLast(key.hasSuffix(".ready") ? ".ready".count : ".unacked".count))
    }

    /// A place where work waits, for people.
    static func place(_ name: String) -> String {
        switch name {
        case "unseen": "submissions not yet seen by verification"
        case "notices": "notices due"
        default: name.hasPrefix("outbox.") ? "outbox of \(name.dropFirst("outbox.".count))" : name
        }
    }
}
