package import Contracts
import Database
package import Hummingbird
package import Pipeline
package import ServiceRuntime
import Telemetry

/// The citizens' API, as `openapi.json` describes it.
package struct IntakeRoutes: Sendable {
    /// The largest body of a request that is JSON.
    ///
    /// - Units: bytes. Sealed and in base 64, and with a hundred documents, it still fits into a message.
    static let jsonBytes = 48 * 1024
    /// The longest subject of a token that may file something.
    private static let subjectBytes = 128

    /// Where transactions run.
    let engine: Engine
    /// What can be applied for.
    let catalogue: Catalogue
    /// The regions that are served.
    let regions: RegionDirectory
    /// Takes documents in.
    let uploads: UploadIntake
    /// Takes applications in.
    let desk: FilingDesk
    /// Takes corrections and withdrawals in.
    let amending: Amending
    /// Decides who may see an application.
    let access: AccessGuard
    /// Knows where an application is seen.
    let receipts: ReceiptStore
    /// Limits how often a subject may ask for changes.
    let rate: RateLimiter
    /// Whether nothing here is real.
    let isTest: Bool

    /// Collects what the routes need.
    package init(
        engine: Engine, catalogue: Catalogue, regions: RegionDirectory, uploads: UploadIntake, desk: FilingDesk,
        amending: Amending, access: AccessGuard, receipts: ReceiptStore, rate: RateLimiter, isTest: Bool
    ) {
        self.engine = engine
        self.catalogue = catalogue
        self.regions = regions
        self.uploads = uploads
        self.desk = desk
        self.amending = amending
        self.access = access
        self.receipts = receipts
        self.rate = rate
        self.isTest = isTest
    }

    /// The database.
    var pool: DatabasePool { engine.pool }

    /// Adds the routes.
    package func add(to router: Router<HTTPContext>) {
        router.get("/openapi.json") { _, _ in
            Response.json(bytes: PackageResources.openapi_json)
        }
        addServices(to: router)
        addDocuments(to: router)
        addSubmissions(to: router)
        addTracking(to: router)
        addAmendments(to: router)
    }

    /// Turns the service's own errors into problems: whatever the database cannot do now is 503.
    @Sendable
    package static func problem(for error: any Error) -> Problem? {
        guard let error = error as? DatabaseError else { return nil }
        switch error.code {
        case .decoding, .encoding, .configuration, .migration: return nil
        default: break
        }
        if error.mayHaveTakenEffect { return .outcomeUnknown }
        if Blame(sqlState: error.sqlState) == .message { return nil }
        return .unavailable("Nothing can be stored or looked up now. Nothing was stored.", retryAfterSeconds: 5)
    }

    /// Who asks for something to be taken in.
    /// - Throws: 401, 403, 429.
    func sender(_ context: HTTPContext) throws(Problem) -> Principal {
        let principal = try context.require(.citizen, .officer)
        guard (1...Self.subjectBytes).contains(principal.subject.utf8.count), !principal.subject.utf8.contains(0) else {
            throw .forbidden("The token's subject must have 1 to \(Self.subjectBytes) bytes.")
        }
        try rate.admit(principal.subject)
        return principal
    }

    /// The request's idempotency key.
    /// - Throws: 400 when it is malformed, or missing where it must be there.
    func idempotencyKey(_ request: Request) throws(Problem) -> String {
        guard let key = try optionalIdempotencyKey(request) else { throw .idempotencyKeyRequired }
        return key
    }

    /// The request's idempotency key; nil without one.
    /// - Throws: 400 when it is malformed.
    func optionalIdempotencyKey(_ request: Request) throws(Problem) -> String? {
        guard let name = HTTPFields.Element.Name("Idempotency-Key"), let key = request.headers[name] else { return nil }
        guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .idempotencyKeyRequired
        }
        return key
    }

    /// The access code of an application.
    func accessCode(_ request: Request) -> String? {
        HTTPFields.Element.Name("X-Access-Code").flatMap { request.headers[$0] }
    }

    /// The trace that the request belongs to.
    var traceparent: String? { TraceContext.current?.traceparent }
}
