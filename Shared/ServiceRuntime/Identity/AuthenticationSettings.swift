/// Whose access tokens count.
///
/// - Shape:
///   - `auth.issuer` (text, required): the `iss` of tokens.
///   - `auth.audience` (text, required): an `aud` of tokens.
///   - `auth.jwksFile` (path) or `auth.jwksURL` (URL), one of them required: the issuer's public keys.
///   - `auth.refreshSeconds` (5–86400, default 300): how often the keys are read again.
///   - `auth.leewaySeconds` (0–300, default 30): how far clocks may differ.
package struct AuthenticationSettings: Sendable {
    /// Where the issuer's public keys are.
    package enum KeySource: Sendable, Equatable {
        case file(String)
        case url(String)
    }

    /// The `iss` of tokens.
    package var issuer: String
    /// An `aud` of tokens.
    package var audience: String
    /// Where the issuer's public keys are.
    package var keys: KeySource
    /// How often the keys are read again.
    package var refreshSeconds: Int
    /// How far clocks may differ.
    package var leewaySeconds: Int

    /// Settings given directly.
    package init(
        issuer: String, audience: String, keys: KeySource, refreshSeconds: Int = 300, leewaySeconds: Int = 30
    ) {
        self.issuer = issuer
        self.audience = audience
        self.keys = keys
        self.refreshSeconds = refreshSeconds
        self.leewaySeconds = leewaySeconds
    }

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader) {
        issuer = settings.string("auth.issuer")
        audience = settings.string("auth.audience")
        refreshSeconds = settings.int("auth.refreshSeconds", default: 300, range: 5...86_400)
        leewaySeconds = settings.int("auth.leewaySeconds", default: 30, range: 0...300)
        let file = settings.optionalString("auth.jwksFile")
        let url = settings.optionalURL("auth.jwksURL", schemes: ["http", "https"])?.value
        switch (file, url) {
        case (let file?, nil): keys = .file(file)
        case (nil, let url?): keys = .url(url)
        default:
            settings.fault("auth.jwksFile", "or auth.jwksURL must be set, and not both")
            keys = .file(file ?? "")
        }
    }
}
