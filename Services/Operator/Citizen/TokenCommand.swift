import ArgumentParser
import ServiceRuntime

/// `mpp token`: mints an access token of the test issuer.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Mints an access token of the test issuer; only in test mode.")

    @Option(help: "Who the token speaks of.")
    var subject = "sample-citizen"

    @Option(help: "citizen, officer, supervisor, records-officer, ministry or operator; may be repeated.")
    var role: [String] = ["citizen"]

    @Option(help: "A region's digits; may be repeated.")
    var region: [String] = []

    @Option(help: "How long it counts, in seconds.")
    var lifetime = 3600

    @Flag(help: "Print {\"token\": …}.")
    var json = false

    func run() async throws {
        let token = try await TestTokens(environment: OperatorEnvironment()).mint(
            subject: subject, roles: role, regions: region, lifetimeSeconds: lifetime)
        if json {
            try Terminal.say(json: ["token": token])
        } else {
            Terminal.say(token)
        }
    }
}

/// The tokens of the test issuer whose key is among the suite's secrets.
struct TestTokens: Sendable {
    private let keyFile: String
    private let issuer: String
    private let audience: String
    private let mode: Mode

    init(environment: OperatorEnvironment) throws {
        let folder = try environment.required("MPP_SECRETS", for: "the folder of the suite's secrets")
        keyFile = folder + "/" + Secrets.tokenKey
        issuer = environment.optional("MPP_TOKEN_ISSUER", "mpp-test-issuer")
        audience = environment.optional("MPP_TOKEN_AUDIENCE", "mpp-digital")
        mode = environment.optional("MODE", "production") == "test" ? .test : .production
    }

    /// Mints a token.
    func mint(
        subject: String, roles: [String], regions: [String] = [], lifetimeSeconds: Int = 3600
    ) async throws -> String {
        var known: Set<Role> = []
        for role in roles {
            guard let value = Role(rawValue: role) else {
                throw ValidationError(
                    "\(role) is not a role; take \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            known.insert(value)
        }
        let tokens = try await TestTokenIssuer(keyFile: keyFile, issuer: issuer, audience: audience, mode: mode)
        return try await tokens.mint(
            Principal(subject: subject, roles: known, regions: Set(regions), assurance: "substantial"),
            lifetimeSeconds: lifetimeSeconds)
    }

    /// Mints a token for each of many subjects with one reading of the key.
    func mint(subjects: [String], role: Role, lifetimeSeconds: Int) async throws -> [String] {
        let issuer = try await TestTokenIssuer(keyFile: keyFile, issuer: issuer, audience: audience, mode: mode)
        var tokens: [String] = []
        for subject in subjects {
            tokens.append(
                try await issuer.mint(
                    Principal(subject: subject, roles: [role], assurance: "substantial"),
                    lifetimeSeconds: lifetimeSeconds))
        }
        return tokens
    }
}
