import Foundation
import Hummingbird
import HummingbirdTesting
import JWTKit
import Logging
import Synchronization
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(1)))
struct TokenVerifierTests {
    private static let time: Int64 = 1_785_576_600

    /// Keys and tokens of an issuer, and what the verifier sees of them.
    private final class Issuer: Sendable {
        let key = ES256PrivateKey()
        let document: Mutex<[UInt8]?>
        let reads = Mutex(0)
        let clock = Mutex(TokenVerifierTests.time)

        init() throws {
            document = Mutex(nil)
            let jwk = try Self.jwk(of: key, kid: "k1")
            document.withLock { $0 = jwk }
        }

        static func jwk(of key: ES256PrivateKey, kid: String) throws -> [UInt8] {
            let parameters = try #require(key.parameters)
            let jwk = JWK.ecdsa(
                .es256, identifier: JWKIdentifier(string: kid), x: parameters.x, y: parameters.y, curve: .p256)
            return try JSONBody.encode(JWKS(keys: [jwk]))
        }

        func verifier(issuer: String = "https://issuer") -> TokenVerifier {
            TokenVerifier(
                settings: AuthenticationSettings(issuer: issuer, audience: "mpp", keys: .file("")),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                now: { [self] in clock.withLock { $0 } },
                load: { [self] in
                    reads.withLock { $0 += 1 }
                    guard let document = document.withLock({ $0 }) else { throw CocoaError(.fileNoSuchFile) }
                    return document
                })
        }

        func claims() -> TokenClaims {
            TokenClaims(
                iss: "https://issuer", aud: AudienceClaim(value: ["other", "mpp"]), sub: "person-1",
                exp: Double(TokenVerifierTests.time + 60), nbf: nil, iat: Double(TokenVerifierTests.time),
                roles: ["officer", "astronaut"], regions: ["3574"], agency: "dinkes-3574", acr: "2")
        }

        func token(
            _ claims: TokenClaims? = nil, kid: String? = "k1", signedBy key: ES256PrivateKey? = nil
        ) async throws -> String {
            let keys = JWTKeyCollection()
            await keys.add(ecdsa: key ?? self.key)
            var header = JWTHeader()
            header.kid = kid
            return try await keys.sign(claims ?? self.claims(), header: header)
        }
    }

    private let issuer: Issuer

    init() throws {
        issuer = try Issuer()
    }

    private func failure(_ token: String, _ verifier: TokenVerifier? = nil) async -> TokenError? {
        do {
            _ = try await (verifier ?? issuer.verifier()).verify(token)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a good token names its person`() async throws {
        let principal = try await issuer.verifier().verify(try await issuer.token())
        #expect(
            principal
                == Principal(
                    subject: "person-1", roles: [.officer], regions: ["3574"], agency: "dinkes-3574", assurance: "2"))
    }

    @Test func `another audience is refused`() async throws {
        var claims = issuer.claims()
        claims.aud = AudienceClaim(value: ["other"])
        #expect(await failure(try await issuer.token(claims)) == .audience)
    }

    @Test func `another issuer is refused`() async throws {
        #expect(await failure(try await issuer.token(), issuer.verifier(issuer: "https://other")) == .issuer)
    }

    @Test func `times are judged with the leeway`() async throws {
        let token = try await issuer.token()
        issuer.clock.withLock { $0 = Self.time + 89 }
        #expect(await failure(token) == nil)
        issuer.clock.withLock { $0 = Self.time + 90 }
        #expect(await failure(token) == .expired)
        issuer.clock.withLock { $0 = Self.time - 30 }
        #expect(await failure(token) == nil)
        issuer.clock.withLock { $0 = Self.time - 31 }
        #expect(await failure(token) == .notYetValid)
    }

    @Test func `a token that counted before expires all the same`() async throws {
        let verifier = issuer.verifier()
        let token = try await issuer.token()
        #expect(await failure(token, verifier) == nil)
        issuer.clock.withLock { $0 = Self.time + 90 }
        #expect(await failure(token, verifier) == .expired)
    }

    @Test func `a token that counted before counts no more once its key is withdrawn`() async throws {
        let verifier = issuer.verifier()
        let token = try await issuer.token()
        #expect(await failure(token, verifier) == nil)
        let other = try Issuer.jwk(of: ES256PrivateKey(), kid: "k1")
        issuer.document.withLock { $0 = other }
        #expect(await failure(token, verifier) == nil)
        #expect(await verifier.refresh())
        #expect(await failure(token, verifier) == .signature)
    }

    @Test func `another's signature under a known key id is refused`() async throws {
        #expect(await failure(try await issuer.token(signedBy: ES256PrivateKey())) == .signature)
    }

    @Test func `an unknown key id and a missing one are refused`() async throws {
        #expect(await failure(try await issuer.token(kid: "k9")) == .unknownKey)
        #expect(await failure(try await issuer.token(kid: nil)) == .unknownKey)
    }

    @Test(arguments: ["none", "HS256", "ES384", "RS256"])
    func `a header of another algorithm is refused`(algorithm: String) async throws {
        let parts = try await issuer.token().split(separator: ".")
        let header = Data(#"{"alg":"\#(algorithm)","kid":"k1","typ":"JWT"}"#.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        #expect(await failure("\(header).\(parts[1]).\(parts[2])") == .algorithm)
        #expect(await failure("\(header).\(parts[1]).") == .algorithm)
    }

    @Test(arguments: ["", "a", "a.b.c", "..", "e30.e30.e30", String(repeating: "a", count: 9000)])
    func `what is no token is refused`(text: String) async {
        #expect(await failure(text) == .malformed)
    }

    @Test func `changed claims are refused`() async throws {
        let token = try await issuer.token()
        var claims = issuer.claims()
        claims.roles = ["operator"]
        let other = try await issuer.token(claims).split(separator: ".")
        let parts = token.split(separator: ".")
        #expect(await failure("\(parts[0]).\(other[1]).\(parts[2])") == .signature)
    }

    @Test func `without keys the answer is to try again, and a later reading mends it`() async throws {
        let verifier = issuer.verifier()
        let token = try await issuer.token()
        let document = issuer.document.withLock { document in
            defer { document = nil }
            return document
        }
        #expect(await failure(token, verifier) == .keysUnavailable)
        #expect(verifier.health == .notReady("the issuer's keys have not been read yet"))
        issuer.document.withLock { $0 = document }
        #expect(await verifier.refresh())
        #expect(await failure(token, verifier) == nil)
        #expect(verifier.health == .ready)
    }

    @Test func `a new key is found at once, but a made-up one does not make us read all the time`() async throws {
        let verifier = issuer.verifier()
        #expect(await failure(try await issuer.token(), verifier) == nil)
        let next = ES256PrivateKey()
        let document = try Issuer.jwk(of: next, kid: "k2")
        issuer.document.withLock { $0 = document }
        issuer.clock.withLock { $0 += 10 }
        #expect(await failure(try await issuer.token(kid: "k2", signedBy: next), verifier) == nil)
        let reads = issuer.reads.withLock { $0 }
        for _ in 0..<5 { #expect(await failure(try await issuer.token(kid: "k9"), verifier) == .unknownKey) }
        #expect(issuer.reads.withLock { $0 } == reads)
    }

    @Test func `keys stay when a later reading fails`() async throws {
        let verifier = issuer.verifier()
        await verifier.refresh()
        issuer.document.withLock { $0 = Array("{}".utf8) }
        #expect(await verifier.refresh() == false)
        #expect(await failure(try await issuer.token(), verifier) == nil)
    }

    @Test func `foreign keys in the set are passed over`() async throws {
        let text = String(decoding: try #require(issuer.document.withLock { $0 }), as: UTF8.self)
        let foreign =
            #"{"keys":[{"kty":"oct","kid":"s","k":"AAAA"},{"kty":"EC","crv":"P-384","kid":"x","x":"AA","y":"AA","alg":"ES384"},{"kty":"RSA","use":"enc","kid":"e","n":"AQAB","e":"AQAB"},"#
        issuer.document.withLock { $0 = Array(text.replacing(#"{"keys":["#, with: foreign).utf8) }
        let verifier = issuer.verifier()
        #expect(await failure(try await issuer.token(), verifier) == nil)
        #expect(await failure(try await issuer.token(kid: "s"), verifier) == .unknownKey)
    }

    @Test func `a bearer token opens a guarded route, a bad one is 401, missing keys are 503`() async throws {
        let router = Router<HTTPContext>.standard(settings: HTTPServerSettings(port: 0), verifier: issuer.verifier())
        router.get("me") { _, context in try Response.json(try context.require(.officer, .supervisor).subject) }
        router.get("ministry") { _, context in try Response.json(try context.require(.ministry).subject) }
        let token = try await issuer.token()
        try await Application(router: router).test(.router) { client in
            func get(_ uri: String, _ header: String) async throws -> TestResponse {
                try await client.execute(uri: uri, method: .get, headers: [.authorization: header])
            }
            #expect(String(buffer: try await get("/me", "Bearer \(token)").body) == #""person-1""#)
            #expect(try await get("/me", "bearer \(token)").status == .ok)
            #expect(try await get("/ministry", "Bearer \(token)").status == .forbidden)
            let bad = try await get("/me", "Bearer \(token)x")
            #expect(bad.status == .unauthorized)
            #expect(bad.headers[.wwwAuthenticate] == "Bearer error=\"invalid_token\"")
            #expect(try await get("/me", "Basic abc").status == .unauthorized)
        }
        issuer.document.withLock { $0 = nil }
        let cold = Router<HTTPContext>.standard(settings: HTTPServerSettings(port: 0), verifier: issuer.verifier())
        cold.get("me") { _, _ in try Response.json(1) }
        let response = try await Application(router: cold).test(.router) { client in
            try await client.execute(uri: "/me", method: .get, headers: [.authorization: "Bearer \(token)"])
        }
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "5")
    }

    @Test func `the test issuer's tokens pass, and only test mode has one`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let (keyFile, jwksFile) = (folder.appending(path: "key.pem").path, folder.appending(path: "jwks.json").path)
        #expect(throws: TestTokenIssuer.Fault.notInTestMode) {
            try TestTokenIssuer.createKey(keyFile: keyFile, jwksFile: jwksFile, mode: .production)
        }
        try TestTokenIssuer.createKey(keyFile: keyFile, jwksFile: jwksFile, mode: .test)
        let mode = try FileManager.default.attributesOfItem(atPath: keyFile)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(!(try String(contentsOfFile: jwksFile, encoding: .utf8)).contains("\"d\""))
        await #expect(throws: TestTokenIssuer.Fault.notInTestMode) {
            _ = try await TestTokenIssuer(keyFile: keyFile, issuer: "i", audience: "mpp", mode: .production)
        }
        let tests = try await TestTokenIssuer(keyFile: keyFile, issuer: "i", audience: "mpp", mode: .test)
        let principal = Principal(
            subject: "c", roles: [.citizen, .recordsOfficer], regions: ["35"], agency: "a", assurance: "3")
        let token = try await tests.mint(principal)
        let verifier = TokenVerifier(
            settings: AuthenticationSettings(issuer: "i", audience: "mpp", keys: .file(jwksFile)),
            logger: Logger(label: "test"))
        #expect(try await verifier.verify(token) == principal)
        #expect(await failure(try await tests.mint(principal, lifetimeSeconds: -60), verifier) == .expired)
    }

    @Test func `regions are covered exactly or by their province`() {
        let officer = Principal(subject: "o", roles: [.officer], regions: ["3574", "31"])
        #expect(officer.covers(region: "3574"))
        #expect(officer.covers(region: "3171"))
        #expect(!officer.covers(region: "3573"))
        #expect(!Principal(subject: "o", roles: [.officer]).covers(region: "3574"))
        #expect(Principal(subject: "m", roles: [.ministry]).covers(region: "3574"))
        #expect(throws: Problem.self) { try officer.require(region: "3573") }
    }
}
