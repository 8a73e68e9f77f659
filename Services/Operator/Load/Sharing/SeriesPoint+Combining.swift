extension SeriesPoint {
    /// What all generators count for themselves.
    private static let sums: Set = ["intended", "sent", "accepted", "completed", "failed", "late", "dropped", "open"]

    /// One course out of the generators': counts add up; of latencies the worst generator's stands, since percentiles
    /// cannot be added; what only one of them measures stands as it is.
    static func combine(_ series: [[SeriesPoint]]) -> [SeriesPoint] {
        var seconds: [Double: [String: Double]] = [:]
        for point in series.joined() {
            seconds[point.at.rounded(), default: [:]].merge(point.values) { first, second in (first, second).1 }
        }
        var combined: [SeriesPoint] = []
        for (second, values) in seconds.sorted(by: { $0.key < $1.key }) {
            let points = series.compactMap { course in course.first { $0.at.rounded() == second } }
            var values = values
            for name in values.keys {
                let all = points.compactMap { $0.values[name] }
                if sums.contains(name) {
                    values[name] = all.reduce(0, +)
                } else if name.hasPrefix("http.") || name.hasPrefix("e2e.") {
                    values[name] = all.max()
                }
            }
            combined.append(SeriesPoint(at: second, values: values))
        }
        return combined
    }
}
