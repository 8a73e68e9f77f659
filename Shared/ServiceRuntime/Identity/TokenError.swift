/// Why an access token does not count.
package enum TokenError: String, Error, Sendable, CaseIterable {
    /// Not three parts of base64url JSON, or claims of the wrong type.
    case malformed
    /// Signed by another algorithm than ES256 or RS256, or not at all.
    case algorithm
    /// Names no key, or one the issuer does not publish.
    case unknownKey = "unknown-key"
    /// The signature is not the key's.
    case signature
    /// Past its time.
    case expired
    /// Before its time.
    case notYetValid = "not-yet-valid"
    /// From another issuer.
    case issuer
    /// For another audience.
    case audience
    /// The issuer's keys have not been read yet; try again.
    case keysUnavailable = "keys-unavailable"
}
