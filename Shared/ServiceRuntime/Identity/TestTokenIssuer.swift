import Foundation
import JWTKit

/// A small issuer of access tokens for trying things out; only in test mode.
package struct TestTokenIssuer: Sendable {
    /// The issuer may not be used here, or its key cannot be read.
    package enum Fault: ProcessFault {
        /// The process is in production mode.
        case notInTestMode
        /// The key file is not the PEM text of a P-256 private key.
        case unreadableKey

        /// Always 78.
        package var exitCode: ExitCode { .configuration }

        /// What to mend.
        package var description: String {
            switch self {
            case .notInTestMode: "test tokens exist only with mode=test"
            case .unreadableKey: "the test issuer's key file must hold a P-256 private key in PEM"
            }
        }
    }

    private static let kid: JWKIdentifier = "mpp-test"

    private let keys: JWTKeyCollection
    private let issuer: String
    private let audience: String

    /// An issuer with the key of a file.
    ///
    /// - Parameters:
    ///   - keyFile: The private key, as ``createKey(keyFile:jwksFile:mode:)`` wrote it.
    ///   - issuer: The `iss` of its tokens.
    ///   - audience: Their `aud`.
    ///   - mode: Must be test.
    /// - Throws: ``Fault``, or the error of reading the file.
    package init(keyFile: String, issuer: String, audience: String, mode: Mode) async throws {
        guard mode == .test else { throw Fault.notInTestMode }
        let pem = try String(contentsOfFile: keyFile, encoding: .utf8)
        let key: ES256PrivateKey
        do {
            key = try ES256PrivateKey(pem: pem)
        } catch {
            // The library's error says nothing more, and must not quote the file.
            throw Fault.unreadableKey
        }
        keys = JWTKeyCollection()
        await keys.add(ecdsa: key, kid: Self.kid)
        self.issuer = issuer
        self.audience = audience
    }

    /// Makes a new key: the private one for the issuer (mode 600), the public one for services.
    ///
    /// - Parameters:
    ///   - keyFile: Where the private key goes.
    ///   - jwksFile: Where the key set goes.
    ///   - mode: Must be test.
    /// - Throws: ``Fault``, or the error of writing a file.
    package static func createKey(keyFile: String, jwksFile: String, mode: Mode) throws {
        guard mode == .test else { throw Fault.notInTestMode }
        let key = ES256PrivateKey()
        guard let parameters = key.parameters else { throw Fault.unreadableKey }
        let jwk = JWK.ecdsa(.es256, identifier: kid, x: parameters.x, y: parameters.y, curve: .p256)
        let manager = FileManager.default
        // Made empty with its mode first, so that the key is at no moment readable by others.
        guard manager.createFile(atPath: keyFile, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let file = try FileHandle(forWritingTo: URL(filePath: keyFile))
        try file.write(contentsOf: Data(key.pemRepresentation.utf8))
        try file.close()
        try Data(try JSONBody.encode(JWKS(keys: [jwk]))).write(to: URL(filePath: jwksFile), options: .atomic)
    }

    /// A token.
    ///
    /// - Parameters:
    ///   - principal: The person it speaks of.
    ///   - lifetimeSeconds: How long it counts.
    ///   - nowSeconds: The time it counts from, in seconds since 1970; nil is the present.
    /// - Returns: The signed token.
    /// - Throws: The library's error.
    package func mint(_ principal: Principal, lifetimeSeconds: Int = 3600, nowSeconds: Int64? = nil) async throws
        -> String
    {
        let time = nowSeconds.map { Double($0) } ?? Date.now.timeIntervalSince1970.rounded(.down)
        let claims = TokenClaims(
            iss: issuer, aud: AudienceClaim(value: [audience]), sub: principal.subject,
            exp: time + Double(lifetimeSeconds), nbf: nil, iat: time, roles: principal.roles.map(\.rawValue).sorted(),
            regions: principal.regions.sorted(), agency: principal.agency, acr: principal.assurance)
        return try await keys.sign(claims, kid: Self.kid)
    }
}
