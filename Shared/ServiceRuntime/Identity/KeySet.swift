import Foundation
import JWTKit

/// The public keys of an issuer at one moment.
struct KeySet: Sendable {
    /// The keys.
    let keys: JWTKeyCollection
    /// The algorithm of each key, by its `kid`.
    let algorithms: [String: String]

    /// Reads a JSON Web Key Set; keys of other kinds, for encryption, or without a `kid` are left out.
    ///
    /// - Throws: When it is no key set, or no key in it can be used.
    init(json: [UInt8]) async throws {
        let collection = JWTKeyCollection()
        var algorithms: [String: String] = [:]
        for candidate in try JSONDecoder().decode(Document.self, from: Data(json)).keys {
            guard let key = candidate.key, let kid = key.keyIdentifier else { continue }
            let algorithm: JWK.Algorithm
            switch (key.keyType, key.algorithm) {
            case (.ecdsa, nil), (.ecdsa, .es256): algorithm = .es256
            case (.rsa, nil), (.rsa, .rs256): algorithm = .rs256
            default: continue
            }
            var used = key
            used.algorithm = algorithm
            used.privateExponent = nil
            try await collection.add(jwk: used)
            algorithms[kid.string] = algorithm.rawValue
        }
        guard !algorithms.isEmpty else { throw Unusable() }
        keys = collection
        self.algorithms = algorithms
    }

    /// No key in the set can be used.
    struct Unusable: Error {}

    private struct Document: Decodable {
        var keys: [Candidate]
    }

    private struct Candidate: Decodable {
        var key: JWK?

        private enum CodingKeys: String, CodingKey { case use }

        init(from decoder: any Decoder) throws {
            let use = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .use)
            // `try?`: a key of a kind unknown here is one of others' keys, not a fault of the set.
            key = use == "enc" ? nil : try? JWK(from: decoder)
        }
    }
}
