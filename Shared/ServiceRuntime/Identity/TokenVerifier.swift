import Foundation
import JWTKit
package import Logging
import Metrics
import ServiceLifecycle
import Synchronization
import Telemetry

/// Checks access tokens against the keys of an OpenID Connect issuer.
///
/// As a service it keeps the keys fresh. An issuer that is away never stops a start: until its keys have been read once,
/// tokens are answered with "try again"; later the last keys read stay in use.
package final class TokenVerifier: Service {
    private struct State {
        var keys: KeySet?
        var lastReadSeconds: Int64 = .min
        var checked = CheckedTokens()
    }

    private let settings: AuthenticationSettings
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let load: @Sendable () async throws -> [UInt8]
    private let state = Mutex(State())
    private let refused: [TokenError: Counter]

    /// The least time between two readings for the sake of a key not seen before.
    private static let unknownKeyPauseSeconds: Int64 = 10

    /// A verifier that reads its keys when it runs.
    package convenience init(settings: AuthenticationSettings, logger: Logger) {
        self.init(
            settings: settings, logger: logger, now: { Int64(Date.now.timeIntervalSince1970) },
            load: KeyLoader(settings.keys).load)
    }

    /// A verifier with a clock and a source of keys of its own.
    ///
    /// - Parameters:
    ///   - settings: Whose tokens count.
    ///   - logger: For keys that cannot be read.
    ///   - now: The wall clock, in seconds since 1970.
    ///   - load: Reads the JSON Web Key Set.
    package init(
        settings: AuthenticationSettings, logger: Logger, now: @escaping @Sendable () -> Int64,
        load: @escaping @Sendable () async throws -> [UInt8]
    ) {
        self.settings = settings
        self.logger = logger
        self.now = now
        self.load = load
        refused = Dictionary(
            uniqueKeysWithValues: TokenError.allCases.map {
                ($0, Counter(label: "auth.tokens.refused", dimensions: [("reason", $0.rawValue)]))
            })
    }

    /// Whether tokens can be checked; for ``Health``.
    package var health: HealthState {
        state.withLock { $0.keys == nil } ? .notReady("the issuer's keys have not been read yet") : .ready
    }

    /// Keeps the keys fresh until the graceful shutdown.
    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            var failures = 0
            while !Task.isCancelled {
                let isFresh = await refresh()
                failures = isFresh ? 0 : min(failures + 1, 5)
                let pause = isFresh ? settings.refreshSeconds : min(1 << failures, settings.refreshSeconds)
                // `try?`: a cancelled wait ends the loop.
                try? await Task.sleep(for: .seconds(pause))
            }
        }
    }

    /// Reads the keys now; the old ones stay when that fails.
    ///
    /// - Returns: Whether they were read.
    @discardableResult
    package func refresh() async -> Bool {
        state.withLock { $0.lastReadSeconds = now() }
        do {
            let keys = try await KeySet(json: try await load())
            state.withLock { state in
                state.keys = keys
                // A key may have been withdrawn.
                state.checked = CheckedTokens()
            }
            return true
        } catch {
            logger.warning("the issuer's keys cannot be read; trying again", error: error)
            return false
        }
    }

    /// Checks a token.
    ///
    /// - Returns: The person it speaks of.
    /// - Throws: Why it does not count.
    package func verify(_ token: String) async throws(TokenError) -> Principal {
        do {
            return try await check(token)
        } catch {
            refused[error]?.increment()
            throw error
        }
    }

    private func check(_ token: String) async throws(TokenError) -> Principal {
        let digest = CheckedTokens.digest(of: token)
        if let claims = state.withLock({ $0.checked[digest] }) {
            try judge(claims)
            return claims.principal
        }
        let claims = try await signedClaims(of: token)
        try judge(claims)
        state.withLock { $0.checked[digest] = claims }
        return claims.principal
    }

    private func signedClaims(of token: String) async throws(TokenError) -> TokenClaims {
        let header = try Self.header(of: token)
        guard header.alg == "ES256" || header.alg == "RS256" else { throw .algorithm }
        guard let kid = header.kid else { throw .unknownKey }
        let keys = try await keys(for: kid)
        guard keys.algorithms[kid] == header.alg else { throw .algorithm }
        do {
            return try await keys.keys.verify(token, as: TokenClaims.self)
        } catch is DecodingError {
            throw .malformed
        } catch {
            throw .signature
        }
    }

    private func judge(_ claims: TokenClaims) throws(TokenError) {
        let time = Double(now())
        let leeway = Double(settings.leewaySeconds)
        guard claims.exp > time - leeway else { throw .expired }
        guard claims.nbf ?? claims.iat ?? 0 <= time + leeway else { throw .notYetValid }
        guard claims.iss == settings.issuer else { throw .issuer }
        guard claims.aud.value.contains(settings.audience) else { throw .audience }
        guard !claims.sub.isEmpty, claims.sub.utf8.count <= 255 else { throw .malformed }
    }

    /// The present keys, read again when they lack this one.
    private func keys(for kid: String) async throws(TokenError) -> KeySet {
        let (present, mayRead) = state.withLock { state in
            let due = state.lastReadSeconds == .min || now() - state.lastReadSeconds >= Self.unknownKeyPauseSeconds
            return (state.keys, due)
        }
        if let present, present.algorithms[kid] != nil { return present }
        if mayRead { await refresh() }
        guard let keys = state.withLock({ $0.keys }) else { throw .keysUnavailable }
        guard keys.algorithms[kid] != nil else { throw .unknownKey }
        return keys
    }

    private struct Header: Decodable {
        var alg: String
        var kid: String?
    }

    private static func header(of token: String) throws(TokenError) -> Header {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard token.utf8.count <= 8192, parts.count == 3, let first = parts.first,
            let data = Data(base64URL: String(decoding: first, as: UTF8.self))
        else { throw .malformed }
        do {
            return try JSONDecoder().decode(Header.self, from: data)
        } catch {
            throw .malformed
        }
    }
}

extension Data {
    /// The bytes of unpadded base64url text.
    init?(base64URL text: String) {
        var text = text.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        self.init(base64Encoded: text)
    }
}
