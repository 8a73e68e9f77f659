/// Why no server let us in.
struct LibpqConnectFailure: Error, Sendable {
    /// libpq's words: hosts, ports, reasons.
    let reason: String

    /// The words on one line, shortened to what a log takes.
    var summary: String {
        let flat = reason.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
        return String(flat.joined(separator: "; ").prefix(400))
    }
}
