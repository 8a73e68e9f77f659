package import ServiceRuntime

/// How mail is sent.
///
/// - Shape:
///   - `smtp.url` (URL, required): `smtp://host:port`, or `smtps://` where TLS begins at once.
///   - `smtp.from` (address, required): the sender.
///   - `smtp.user` (text) and `smtp.password` (secret, at least 8 bytes): both or none.
///   - `smtp.tls` (`required`, `opportunistic` or `off`; default `required`): what becomes of a connection that is not
///     encrypted; `off` and `opportunistic` are for a relay on the same machine.
///   - `smtp.caFile` (path, optional): the authorities to trust instead of the system's.
///   - `smtp.timeoutSeconds` (1–300, default 30): how long one mail may take.
package struct MailSettings: Sendable {
    /// What becomes of a connection that is not encrypted.
    package enum TLS: String, CaseIterable, Sendable {
        /// Nothing is sent.
        case required
        /// The mail is sent as it is.
        case opportunistic
        /// Encryption is not asked for.
        case off
    }

    /// The server.
    package var url: String
    /// The sender.
    package var from: String
    /// The account.
    package var user: String?
    /// Its password.
    package var password: Secret<String>?
    /// What becomes of a connection that is not encrypted.
    package var tls: TLS
    /// The authorities to trust.
    package var authorityFile: String?
    /// How long one mail may take.
    package var timeoutSeconds: Int

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader) {
        url = settings.url("smtp.url", schemes: ["smtp", "smtps"]).value
        from = settings.string("smtp.from")
        if !from.isEmpty, !Contact.isMailAddress(from) { settings.fault("smtp.from", "must be a mail address") }
        user = settings.optionalString("smtp.user")
        password = settings.optionalSecret("smtp.password", minimumBytes: 8)
        if (user == nil) != (password == nil) {
            settings.fault("smtp.password", "and smtp.user must both be set, or none of them")
        }
        tls = settings.choice("smtp.tls", default: TLS.required)
        if tls == .off, user != nil { settings.fault("smtp.tls", "must not be off when a password is sent") }
        authorityFile = settings.optionalString("smtp.caFile")
        timeoutSeconds = settings.int("smtp.timeoutSeconds", default: 30, range: 1...300)
    }
}
