import Foundation

/// How to reach the mail server; never prints the password.
package struct SMTPSettings: Sendable {
    /// When the connection is encrypted.
    package enum Encryption: String, Sendable {
        /// STARTTLS, else nothing is sent.
        case starttls
        /// TLS from the first byte.
        case tls
        /// Never; for a server on this machine.
        case none
    }

    /// The server's name, also the one its certificate must bear.
    package let host: String
    /// The port.
    package let port: Int
    /// When the connection is encrypted.
    package let encryption: Encryption
    /// The login's name, if there is a login.
    package let user: String?
    let password: String?
    /// A PEM file with the certificates to trust instead of the system's.
    package let certificateFile: String?
    /// How long connecting, and TLS with it, may take.
    package var connectTimeoutMilliseconds = 10_000
    /// How long the server may be silent.
    package var responseTimeoutMilliseconds = 30_000
    /// How long the whole hand-over of a message may take; taking leave of a silent server may add the time above.
    package var totalTimeoutMilliseconds = 60_000
    /// How many messages go out at once, each on a connection of its own.
    package var connections = 2

    /// Reads a URL: `smtp://user:password@host:587?encryption=starttls&cafile=/path`, `smtps://host`.
    ///
    /// - Shape: `smtp` means STARTTLS unless `encryption=none` is written; `smtps` means TLS from the first byte. The port is
    ///   587, 465 for `smtps`. A login needs encryption, except to this machine.
    /// - Throws: `MailError` with code `configuration`; refuse the start. The URL is not repeated.
    package init(url: String) throws(MailError) {
        func refuse(_ reason: String) -> MailError { MailError(.configuration(reason), disposition: .fatal) }
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else {
            throw refuse("the URL is not smtp://host or smtps://host")
        }
        let items = parts.queryItems ?? []
        let allowed: Set = ["encryption", "cafile"]
        if let stranger = items.first(where: { !allowed.contains($0.name) }) {
            throw refuse("the URL's parameter \(stranger.name) is unknown")
        }
        switch (parts.scheme, items.first { $0.name == "encryption" }?.value) {
        case ("smtp", nil), ("smtp", "starttls"): encryption = .starttls
        case ("smtp", "none"): encryption = .none
        case ("smtps", nil), ("smtps", "tls"): encryption = .tls
        case ("smtp", _), ("smtps", _): throw refuse("encryption is starttls or none; smtps:// has TLS from the start")
        default: throw refuse("the URL begins with neither smtp:// nor smtps://")
        }
        self.host = host
        port = parts.port ?? (encryption == .tls ? 465 : 587)
        guard (1...65_535).contains(port) else { throw refuse("the port is not within 1 to 65535") }
        user = parts.user
        password = parts.password
        certificateFile = items.first { $0.name == "cafile" }?.value
        guard (user == nil) == (password == nil) else { throw refuse("a login needs a user and a password") }
        if user != nil, encryption == .none, !["127.0.0.1", "::1", "localhost"].contains(host) {
            throw refuse("a login over an open connection would give the password away")
        }
    }
}

extension SMTPSettings: CustomStringConvertible, CustomReflectable {
    /// Server and encryption.
    package var description: String { "\(host):\(port) (\(encryption.rawValue))" }

    /// Keeps the login out of dumps.
    package var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}
