/// The Prometheus text exposition format, version 0.0.4.
struct TextFormat {
    /// The media type of the text.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What was written so far.
    private(set) var text = ""

    /// Writes the lines that open a family.
    mutating func header(_ name: String, kind: PrometheusKind, help: String?) {
        if let help {
            let escaped = help.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: #"\\"#)
                .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: #"\n"#)
            text += "# HELP \(name) \(escaped)\n"
        }
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Writes one sample.
    mutating func sample(_ name: String, _ labels: String, _ value: String) {
        text += name
        if !labels.isEmpty { text += "{\(labels)}" }
        text += " \(value)\n"
    }

    /// A number as Prometheus reads it; whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
        return String(value)
    }
}
