/// The value of one series.
protocol PrometheusCell: AnyObject, Sendable {
    /// Prints the samples of this series.
    func write(to text: inout TextFormat, name: String, labels: PrometheusLabels)
}
