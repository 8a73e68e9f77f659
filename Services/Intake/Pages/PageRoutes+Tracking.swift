import Contracts
import Hummingbird
import NIOCore
import ServiceRuntime

extension PageRoutes {
    private static let ticketSeconds: Int64 = 4 * 3600

    /// Adds the looking up of applications by number and access code.
    func addTracking(to router: Router<HTTPContext>) {
        router.get("/lacak") { request, context in
            try await answer(request, context) { visit in try lookUpForm(&visit) }
        }
        router.post("/lacak") { request, context in
            try await answer(request, context) { visit in try await lookUp(&visit) }
        }
        router.post("/lacak/tutup") { request, context in
            try await answer(request, context) { visit in
                let form = try await form(visit)
                if let number = SubmissionNumber(reading: form["nomor"] ?? "") {
                    visit.keep(PageVisit.CookieName.ticket, "", maximumAge: 0, path: Self.path(number))
                }
                return .redirect("/lacak")
            }
        }
        router.get("/lacak/:number") { request, context in
            let number = context.parameters.get("number") ?? ""
            return try await answer(request, context) { visit in try await status(number, &visit) }
        }
        router.get("/lacak/:number/tanda-terima") { request, context in
            let number = context.parameters.get("number") ?? ""
            return try await answer(request, context) { visit in try await receipt(number, &visit) }
        }
        router.get("/lacak/:number/peristiwa") { request, context in
            try await events(context.parameters.get("number") ?? "", visit(request))
        }
    }

    /// Where an application's page is.
    static func path(_ number: SubmissionNumber) -> String { "/lacak/\(number.value)" }

    /// Gives the browser the right to look at an application for some hours.
    func giveTicket(_ code: String, for number: SubmissionNumber, to visit: inout PageVisit) throws {
        let ticket = try seal.seal(code, for: .ticket(number: number.value), lifetimeSeconds: Self.ticketSeconds)
        visit.keep(
            PageVisit.CookieName.ticket, ticket, maximumAge: Int(Self.ticketSeconds), path: Self.path(number))
    }

    /// The application, if this browser may look at it: by the ticket that its access code was exchanged for, or as its
    /// owner who has signed in.
    func visible(_ number: SubmissionNumber, _ visit: PageVisit) async throws -> TrackedSubmission? {
        let code = visit.request.cookies[PageVisit.CookieName.ticket].flatMap {
            seal.open($0.value, for: .ticket(number: number.value))
        }
        let subject = visit.session?.subject
        guard code != nil || subject != nil, let found = try await TrackingStore.find(number, in: intake.pool) else {
            return nil
        }
        if let code, intake.access.opens(code, found) { return found }
        return found.subject == subject ? found : nil
    }

    private func lookUpForm(
        _ visit: inout PageVisit, number: String = "", isWrong: Bool = false
    ) throws -> PageAnswer {
        var values: [String: Any] = ["number": number, "formToken": try visit.formToken()]
        if isWrong { values["error"] = visit.words["trackError"] }
        return .page(
            PageAnswer.Page(
                template: "track", title: visit.words["trackTitle"], values: values,
                status: isWrong ? .unprocessableContent : .ok))
    }

    /// Exchanges number and access code for a ticket; a wrong code and an unknown number have one answer.
    private func lookUp(_ visit: inout PageVisit) async throws -> PageAnswer {
        let form = try await form(visit)
        let (text, code) = (form["nomor"] ?? "", form["kode"] ?? "")
        do {
            let number = try intake.access.admit(text, principal: nil, code: code)
            let found = try await TrackingStore.find(number, in: intake.pool)
            _ = try intake.access.authorize(found, number: number, principal: nil, code: code)
            try giveTicket(code, for: number, to: &visit)
            return .redirect(Self.path(number))
        } catch let problem as Problem where problem.status == 404 {
            return try lookUpForm(&visit, number: String(text.prefix(40)), isWrong: true)
        }
    }

    private func status(_ text: String, _ visit: inout PageVisit) async throws -> PageAnswer {
        guard let number = SubmissionNumber(reading: text) else { throw Problem.notFound() }
        guard let submission = try await visible(number, visit) else {
            return try lookUpForm(&visit, number: number.value)
        }
        let documents = try await TrackingStore.documents(
            region: submission.region, submission: submission.id, in: intake.pool)
        let timeline = try await TimelineStore.read(
            region: submission.region, submission: submission.id, in: intake.pool)
        let view = TrackingView(
            submission, documents: documents, timeline: timeline,
            definition: intake.catalogue.service(submission.service, in: submission.region),
            zone: try await intake.regions.find(submission.region)?.zone ?? .western, words: visit.words)
        var values = view.values
        values["formToken"] = try visit.formToken()
        if canWithdraw(submission, visit) { values["withdrawURL"] = Self.path(number) + "/tarik" }
        return .page(
            PageAnswer.Page(template: "status", title: view.title, values: values, script: PageAsset.tracking))
    }

    /// Tells a page when something has happened, by server-sent events; what, the page itself shows.
    private func events(_ text: String, _ visit: PageVisit) async throws -> Response {
        let length = visit.request.uri.queryParameters.get("n").flatMap { Int($0) } ?? 0
        guard let number = SubmissionNumber(reading: text), try await visible(number, visit) != nil else {
            throw Problem.notFound()
        }
        // 204 tells the browser not to come again; the page's button is there.
        guard let signals = watch.signals(number, length: length) else { return Response(status: .noContent) }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
            for await signal in signals {
                let text =
                    switch signal {
                    case .changed: "event: changed\ndata: 1\n\n"
                    case .quiet: ":\n\n"
                    }
                try await writer.write(ByteBuffer(string: text))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
    }
}

extension SubmissionNumber {
    /// Reads a number; nil when the text is none.
    init?(reading text: String) {
        do throws(ContractViolation) {
            try self.init(parsing: text)
        } catch {
            return nil
        }
    }
}
