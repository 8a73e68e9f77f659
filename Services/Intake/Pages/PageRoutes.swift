import Contracts
import Database
package import Hummingbird
package import Logging
package import Sealing
package import ServiceRuntime
import Telemetry

/// The citizens' pages: rendered here, complete without scripts.
///
/// Whatever is asked, changed or checked goes the way of the API; pages only show it and ask for it.
package struct PageRoutes: Sendable {
    /// The largest body of a form without files.
    ///
    /// - Units: bytes. The longest application that the API takes, with every character in its longest form.
    static let formBytes = 144 * 1024

    /// What the API's routes use.
    let intake: IntakeRoutes
    /// Seals what browsers keep.
    let seal: PageSeal
    /// Tells open pages what has happened; runs beside the server.
    package let watch: TimelineWatch
    /// Keeps what was filled in and not sent.
    let drafts: DraftStore
    /// How many forms with files are read at a time.
    let slots = Slots(32)
    /// Where citizens reach the service.
    let publicURL: String
    private let renderer: PageRenderer
    private let words: [Language: PageWords]
    private let isSecure: Bool

    /// Makes the pages beside the API.
    /// - Parameters:
    ///   - intake: the API.
    ///   - keyRing: the service's keys.
    ///   - publicURL: where citizens reach the service; with https, cookies go over it alone.
    ///   - logger: where failures are told.
    /// - Throws: when a template or a list of words is not right, which the tests rule out.
    package init(intake: IntakeRoutes, keyRing: KeyRing, publicURL: String, logger: Logger) throws {
        self.intake = intake
        seal = PageSeal(keyRing: keyRing)
        renderer = try PageRenderer(isTest: intake.isTest)
        words = try PageWords.embedded()
        drafts = DraftStore(keyRing: keyRing)
        self.publicURL = publicURL
        watch = TimelineWatch(pool: intake.pool, logger: logger)
        isSecure = publicURL.hasPrefix("https:")
    }

    /// Adds the pages.
    package func add(to router: Router<HTTPContext>) {
        for asset in [PageAsset.style, PageAsset.icon, PageAsset.tracking] {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        addServices(to: router)
        addTracking(to: router)
        addSignIn(to: router)
        addFiling(to: router)
        addWithdrawal(to: router)
    }

    /// A visit that has just begun.
    func visit(_ request: Request) -> PageVisit {
        PageVisit(request, words: words, seal: seal, isSecure: isSecure)
    }

    /// Answers a visit; whatever goes wrong is told on a page too.
    func answer(
        _ request: Request, _ context: HTTPContext, _ body: (inout PageVisit) async throws -> PageAnswer
    ) async throws -> Response {
        var visit = visit(request)
        var response: Response
        do {
            switch try await body(&visit) {
            case .page(let page): response = try renderer.response(page, visit)
            case .redirect(let path): response = Response(status: .seeOther, headers: [.location: path])
            }
        } catch {
            let problem = problem(for: error, request, context)
            response = try renderer.response(visit.failure(problem, requestID: context.requestID), visit)
            if let seconds = problem.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        }
        for cookie in visit.cookies { response.setCookie(cookie) }
        return response
    }

    /// Reads a form that a page of ours has sent.
    /// - Throws: `form-expired` for any other.
    func form(_ visit: PageVisit) async throws -> PageForm {
        try visit.requireSameSite()
        let form = PageForm(try await visit.request.bytes(upTo: Self.formBytes))
        guard visit.isOwn(formToken: form["kunci"]) else { throw Problem.formExpired }
        return form
    }

    private func problem(for error: any Error, _ request: Request, _ context: HTTPContext) -> Problem {
        if let problem = error as? Problem { return problem }
        if let problem = IntakeRoutes.problem(for: error) { return problem }
        if error is CancellationError { return .unavailable() }
        context.logger.error(
            "a page failed", error: error,
            metadata: .keys([.httpMethod: "\(request.method)", .httpRoute: "\(context.endpointPath ?? "")"]))
        return .internal
    }
}

extension Problem {
    /// 403: a form that no page of ours has made for this browser, or long ago.
    static let formExpired = Problem(code: "form-expired", title: "The form does not count any more", status: 403)
}
