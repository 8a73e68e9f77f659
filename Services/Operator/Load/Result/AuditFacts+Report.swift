extension AuditFacts {
    /// What an audit found, as far as a run's result tells it.
    init(_ report: AuditReport) {
        self.init(
            clean: report.isClean,
            differences: report.differences.map {
                Difference(
                    equation: $0.equation.rawValue, region: $0.region, agency: $0.agency, expected: Int($0.expected),
                    actual: Int($0.actual), ids: $0.ids)
            })
    }
}
