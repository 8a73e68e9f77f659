import Foundation

/// Writes a message as it travels.
///
/// - Shape: ASCII, lines end in CRLF and have at most 76 characters (header lines 78); the same message gives the same
///   bytes.
/// - Source: RFC 5322, RFC 2045 (quoted-printable), RFC 2046 5.1.4, RFC 2047, RFC 3834 (Auto-Submitted).
struct MessageRenderer {
    private var lines: [String] = []

    static func render(_ message: MailMessage) -> [UInt8] {
        var renderer = MessageRenderer()
        renderer.head(of: message)
        if let html = message.html {
            let boundary = "=_" + message.messageID.utf8.map { String($0, radix: 16) }.joined().prefix(60)
            renderer.lines.append("Content-Type: multipart/alternative; boundary=\"\(boundary)\"")
            renderer.lines.append("")
            for (type, content) in [("text/plain", message.text), ("text/html", html)] {
                renderer.lines.append("--\(boundary)")
                renderer.part(type, content)
            }
            renderer.lines.append("--\(boundary)--")
        } else {
            renderer.part("text/plain", message.text)
        }
        return Array((renderer.lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    private mutating func head(of message: MailMessage) {
        let address = "<\(message.from.value)>"
        lines += ["Date: " + Self.date(message.date)]
        lines += HeaderText.lines("From", message.fromName ?? "", then: address)
        lines += ["To: <\(message.to.value)>"]
        lines += HeaderText.lines("Subject", message.subject)
        lines += ["Message-ID: <\(message.messageID)>"]
        lines += ["Auto-Submitted: auto-generated"]
        if let language = message.language { lines += ["Content-Language: \(language)"] }
        lines += ["MIME-Version: 1.0"]
    }

    /// The date in UTC, such as `Tue, 24 Nov 2026 03:00:00 +0000`.
    private static func date(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [parts.hour, parts.minute, parts.second]
            .map { ($0 ?? 0) < 10 ? "0\($0 ?? 0)" : "\($0 ?? 0)" }.joined(separator: ":")
        return "\(days[(parts.weekday ?? 1) - 1]), \(parts.day ?? 1) \(months[(parts.month ?? 1) - 1]) "
            + "\(parts.year ?? 1970) \(clock) +0000"
    }

    private mutating func part(_ type: String, _ content: String) {
        lines += ["Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", ""]
        lines += QuotedPrintable.lines(content)
    }
}
