package import Mail
package import ServiceRuntime

/// How mail is sent.
///
/// - Shape:
///   - `smtp.url` (URL, required): `smtp://host:587` with STARTTLS, `smtps://host` with TLS from the first byte.
///   - `smtp.tls` (`required`, `opportunistic` or `off`; default by the URL, `required` where that says nothing): what
///     becomes of a connection that is not encrypted; the latter two are for a server on the same machine.
///   - `smtp.from` (address, required): the sender; its domain stands in Message-IDs.
///   - `smtp.user` (text) and `smtp.password` (secret, at least 8 bytes): both or none.
///   - `smtp.caFile` (path, optional): the authorities to trust instead of the system's.
///   - `smtp.timeoutSeconds` (1–300, default 30): how long one mail may take.
package struct MailSettings: Sendable {
    /// What becomes of a connection that is not encrypted.
    private enum TLS: String {
        case required
        case opportunistic
        case off

        /// The same in the words of mail.
        func encryption(of url: String) -> SMTPSettings.Encryption {
            switch self {
            case .required: url.hasPrefix("smtps:") ? .tls : .starttls
            case .opportunistic: .opportunistic
            case .off: .none
            }
        }
    }

    /// The server.
    package var server: SMTPSettings?
    /// The sender.
    package var from: MailAddress?
    /// How long one mail may take.
    package var timeoutSeconds: Int

    /// Reads the settings; faults stay in the reader.
    ///
    /// - Parameters:
    ///   - settings: where they are read from.
    ///   - connections: mails on their way at once.
    package init(_ settings: SettingsReader, connections: Int) {
        timeoutSeconds = settings.int("smtp.timeoutSeconds", default: 30, range: 1...300)
        from = settings.value("smtp.from", expecting: "be a mail address") { text throws(MailError) in
            try MailAddress(text)
        }
        let url = settings.url("smtp.url", schemes: ["smtp", "smtps"]).value
        let user = settings.optionalString("smtp.user")
        let password = settings.optionalSecret("smtp.password", minimumBytes: 8)
        let authorities = settings.optionalString("smtp.caFile")
        let tls = settings.value(
            "smtp.tls", expecting: "be one of required, opportunistic, off", isRequired: false, parse: TLS.init)
        guard !url.isEmpty else { return }
        do throws(MailError) {
            var server = try SMTPSettings(
                url: url, encryption: tls?.encryption(of: url), user: user, password: password?.value,
                certificateFile: authorities)
            server.connectTimeoutMilliseconds = min(10, timeoutSeconds) * 1000
            server.responseTimeoutMilliseconds = timeoutSeconds * 1000
            server.totalTimeoutMilliseconds = timeoutSeconds * 1000
            server.connections = connections
            self.server = server
        } catch {
            settings.fault("smtp.url", "must be usable: \(error.description)")
        }
    }
}
