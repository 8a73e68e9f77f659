/// The kinds of metric families.
enum PrometheusKind: String, Sendable {
    case counter, gauge, histogram
}
