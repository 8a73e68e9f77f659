import Foundation

/// How to reach the mail server; never prints the password.
package struct SMTPSettings: Sendable {
    /// When the connection is encrypted.
    package enum Encryption: String, Sendable {
        /// STARTTLS, else nothing is sent.
        case starttls
        /// TLS from the first byte.
        case tls
        /// STARTTLS where the server offers it; for a relay on this machine.
        case opportunistic
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
    /// - Shape: `smtp` means STARTTLS unless another encryption is written; `smtps` means TLS from the first byte. The
    ///   port is 587, 465 for `smtps`. A login needs encryption, except to this machine. What is given besides the URL
    ///   counts before what the URL says.
    /// - Throws: `MailError` with code `configuration`; refuse the start. The URL is not repeated.
    package init(
        url: String, encryption wanted: Encryption? = nil, user: String? = nil, password: String? = nil,
        certificateFile: String? = nil
    ) throws(MailError) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else {
            throw Self.refusal("the URL is not smtp://host or smtps://host")
        }
        let items = parts.queryItems ?? []
        if let stranger = items.first(where: { $0.name != "encryption" && $0.name != "cafile" }) {
            throw Self.refusal("the URL's parameter \(stranger.name) is unknown")
        }
        encryption = try Self.encryption(
            scheme: parts.scheme, written: items.first { $0.name == "encryption" }?.value, wanted: wanted)
        self.host = host
        port = parts.port ?? (encryption == .tls ? 465 : 587)
        guard (1...65_535).contains(port) else { throw Self.refusal("the port is not within 1 to 65535") }
        self.user = user ?? parts.user
        self.password = password ?? parts.password
        self.certificateFile = certificateFile ?? items.first { $0.name == "cafile" }?.value
        guard (self.user == nil) == (self.password == nil) else {
            throw Self.refusal("a login needs a user and a password")
        }
        let mayBeOpen = encryption == .none || encryption == .opportunistic
        if self.user != nil, mayBeOpen, !["127.0.0.1", "::1", "localhost"].contains(host) {
            throw Self.refusal("a login over an open connection would give the password away")
        }
    }

    private static func encryption(
        scheme: String?, written: String?, wanted: Encryption?
    ) throws(MailError) -> Encryption {
        guard scheme == "smtp" || scheme == "smtps" else {
            throw refusal("the URL begins with neither smtp:// nor smtps://")
        }
        guard let chosen = wanted ?? Encryption(rawValue: written ?? (scheme == "smtps" ? "tls" : "starttls")),
            (chosen == .tls) == (scheme == "smtps")
        else { throw refusal("encryption is starttls, opportunistic or none; smtps:// has TLS from the start") }
        return chosen
    }

    private static func refusal(_ reason: String) -> MailError {
        MailError(.configuration(reason), disposition: .fatal)
    }
}

extension SMTPSettings: CustomStringConvertible, CustomReflectable {
    /// Server and encryption.
    package var description: String { "\(host):\(port) (\(encryption.rawValue))" }

    /// Keeps the login out of dumps.
    package var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}
