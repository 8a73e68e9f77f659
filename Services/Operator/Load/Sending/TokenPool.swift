import ServiceRuntime

/// The citizens of a run and their access tokens, made before the run and used in turn.
///
/// A suite bounds what one citizen may send in a minute, so there are as many that each stays at half of that.
struct TokenPool: Sendable {
    /// A citizen who sends.
    struct Citizen: Sendable {
        /// The issuer's name for them.
        let subject: String
        /// The `Authorization` header.
        let authorization: String
    }

    /// Requests that one application takes besides its documents, generously.
    private static let requestsPerApplication = 4
    private static let fewest = 16

    private let citizens: [Citizen]

    /// Makes a pool for a generator's share; the subjects carry the run's name, so that keys of two runs never meet.
    ///
    /// - Units: `perSecond` applications at the highest, of so many documents each; `lifetime` in seconds.
    /// - Throws: `CommandFailure` without the issuer's key, or the issuer's error.
    init(
        run: String, share: LoadShare, perSecond: Double, documents: Int, lifetime: Int,
        environment: OperatorEnvironment
    ) async throws {
        // One request a second each, half of what intake lets a citizen do by default.
        let busy = Int((perSecond * Double(Self.requestsPerApplication + documents)).rounded(.up))
        let subjects = (0..<max(Self.fewest, busy)).map { "load-\(run)-\(share.place)-\($0)" }
        let tokens = try await TestTokens(environment: environment).mint(
            subjects: subjects, role: .citizen, lifetimeSeconds: lifetime)
        citizens = zip(subjects, tokens).map { Citizen(subject: $0, authorization: "Bearer \($1)") }
    }

    /// The citizens' names.
    var subjects: [String] { citizens.map(\.subject) }

    /// The citizen who sends a request of the run.
    func citizen(_ index: Int) -> Citizen { citizens[index % citizens.count] }
}
