import JWTKit

/// The claims of an access token.
struct TokenClaims: JWTPayload {
    var iss: String
    var aud: AudienceClaim
    var sub: String
    var exp: Double
    var nbf: Double?
    var iat: Double?
    var roles: [String]?
    var regions: [String]?
    var agency: String?
    var acr: String?

    /// Times, issuer and audience are judged by ``TokenVerifier``, which knows the clock and the settings.
    func verify(using algorithm: some JWTAlgorithm) {}

    /// The person the claims speak of.
    var principal: Principal {
        Principal(
            subject: sub, roles: Set((roles ?? []).compactMap(Role.init(rawValue:))), regions: Set(regions ?? []),
            agency: agency, assurance: acr)
    }
}
