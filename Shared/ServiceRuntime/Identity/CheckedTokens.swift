import Crypto

/// The claims of tokens whose signatures were found good, by the tokens' digests.
///
/// Checking a signature costs more than the rest of a request, and a citizen's program sends one token many times. Times
/// are judged at each use; tokens long unused fall out.
struct CheckedTokens {
    /// The tokens of one half; there are two, and the older goes when the younger is full.
    private static let limit = 4096

    private var young: [SHA256.Digest: TokenClaims] = [:]
    private var old: [SHA256.Digest: TokenClaims] = [:]

    /// What a token is found by.
    static func digest(of token: String) -> SHA256.Digest { SHA256.hash(data: Array(token.utf8)) }

    /// The claims, if the token was checked.
    subscript(digest: SHA256.Digest) -> TokenClaims? {
        mutating get {
            if let claims = young[digest] { return claims }
            guard let claims = old[digest] else { return nil }
            self[digest] = claims
            return claims
        }
        set {
            if young.count >= Self.limit {
                old = young
                young = [:]
            }
            young[digest] = newValue
        }
    }
}
