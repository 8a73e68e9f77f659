/// The labels of one series, in the form they are printed.
///
/// - Shape: sorted by name; the first of equal names counts; `le` belongs to histograms and is renamed `le_`.
struct PrometheusLabels: Hashable, Sendable {
    /// `name="value",…` with `\`, `"` and newline escaped; empty without labels.
    let text: String

    init(_ dimensions: [(String, String)]) {
        guard !dimensions.isEmpty else {
            text = ""
            return
        }
        var seen: Set<String> = []
        var pairs: [(name: String, value: String)] = []
        for (name, value) in dimensions {
            var name = PrometheusName.sanitized(name)
            if name == "le" { name = "le_" }
            if seen.insert(name).inserted { pairs.append((name, value)) }
        }
        pairs.sort { $0.name < $1.name }
        text = pairs.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { "\\\"\n".utf8.contains($0) }) else { return value }
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
