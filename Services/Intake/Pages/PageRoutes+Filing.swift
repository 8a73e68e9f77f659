import Contracts
import Hummingbird
import ServiceRuntime

extension PageRoutes {
    /// Adds the filling in and sending of applications.
    func addFiling(to router: Router<HTTPContext>) {
        guard intake.isTest else { return }
        router.get("/ajukan/:region/:code") { request, context in
            try await filing(request, context) { step, visit in try dataPage(step, &visit) }
        }
        router.post("/ajukan/:region/:code") { request, context in
            let (region, code) = Self.place(context)
            return try await answer(request, context) { visit in
                let form = try await form(visit)
                // A session that has ended meanwhile still says whose draft this is: nothing that was typed is lost.
                guard let session = visit.lateSession else {
                    return .redirect(visit.signInURL(then: visit.path))
                }
                try intake.rate.admit(session.subject)
                var step = try await step(region, code, session)
                step.form.fill(&step.draft, from: form)
                try await drafts.write(step.draft, step.key, in: intake.pool)
                guard visit.session != nil else { return .redirect(visit.signInURL(then: step.url)) }
                try visit.begin(session)
                let faults = faults(of: step, visit)
                guard faults.isEmpty else { return try dataPage(step, &visit, faults: faults) }
                return .redirect(step.documentsURL)
            }
        }
        router.get("/ajukan/:region/:code/berkas") { request, context in
            try await filing(request, context) { step, visit in
                guard faults(of: step, visit).isEmpty else { return .redirect(step.url) }
                return try documentsPage(step, &visit)
            }
        }
        router.post("/ajukan/:region/:code/berkas") { request, context in
            try await filing(request, context) { step, visit in try await upload(step, &visit) }
        }
        router.get("/ajukan/:region/:code/periksa") { request, context in
            try await filing(request, context) { step, visit in
                guard faults(of: step, visit).isEmpty else { return .redirect(step.url) }
                guard step.missing.isEmpty else { return .redirect(step.documentsURL) }
                return try reviewPage(step, &visit)
            }
        }
        router.post("/ajukan/:region/:code/periksa") { request, context in
            try await filing(request, context) { step, visit in try await send(step, &visit) }
        }
    }

    /// Whether applications for a service can be filled in here.
    func canApply(_ service: ServiceDefinition) -> Bool { intake.isTest && ApplicationForm(service) != nil }

    private static func place(_ context: HTTPContext) -> (region: String, code: String) {
        (context.parameters.get("region") ?? "", context.parameters.get("code") ?? "")
    }

    /// Answers a visit of somebody who has signed in, with their draft; others sign in first.
    private func filing(
        _ request: Request, _ context: HTTPContext,
        _ body: (FilingStep, inout PageVisit) async throws -> PageAnswer
    ) async throws -> Response {
        let (region, code) = Self.place(context)
        return try await answer(request, context) { visit in
            guard let session = visit.session else { return .redirect(visit.signInURL(then: visit.path)) }
            try visit.begin(session)
            return try await body(try await step(region, code, session), &visit)
        }
    }

    private func step(_ region: String, _ code: String, _ session: PageSession) async throws -> FilingStep {
        let (place, definition) = try await offered(code, in: region)
        guard let form = ApplicationForm(definition) else { throw Problem.notFound() }
        var step = FilingStep(region: place, form: form, session: session, draft: Draft())
        step.draft = try await drafts.read(step.key, in: intake.pool)
        return step
    }

    /// What the reader of applications finds wrong with the fields.
    private func faults(of step: FilingStep, _ visit: PageVisit) -> FieldFaults {
        let body = step.form.body(step.draft, region: step.region, language: visit.language, isAgreed: true)
        let service = step.form.service
        do throws(ContractViolation) {
            _ = try ApplicationReader.read(
                body, from: step.session.subject, isAssisted: false,
                surroundings: ApplicationReader.Surroundings(
                    isServed: { _ in true }, service: { _, _ in service }, allowsSynthetic: intake.isTest))
            return FieldFaults()
        } catch {
            return FieldFaults(
                error.faults.map(Problem.Fault.init), of: step.form.person + step.form.details,
                names: ItemNames(service, words: visit.words), words: visit.words)
        }
    }

    /// What the pages of all steps have in common.
    func common(_ step: FilingStep, number: Int, heading: String, _ visit: inout PageVisit) throws -> [String: Any] {
        [
            "formToken": try visit.formToken(), "service": step.form.service.title[visit.language],
            "serviceURL": "/layanan/\(step.region.digits)/\(step.form.service.code.value)", "dataURL": step.url,
            "documentsURL": step.documentsURL, "action": visit.path, "heading": visit.words[heading],
            "progress": visit.words.text("progress", ["step": String(number)]),
        ]
    }

    private func dataPage(
        _ step: FilingStep, _ visit: inout PageVisit, faults: FieldFaults = FieldFaults()
    ) throws -> PageAnswer {
        let words = visit.words
        let names = ItemNames(step.form.service, words: words)
        let view = { (field: ApplicationForm.Field) in
            FieldView(
                field: field, value: step.draft.fields[field.name] ?? "", error: faults.messages[field.name],
                label: names.item(field.pointer), words: words
            ).values
        }
        var values = try common(step, number: 1, heading: "stepData", &visit)
        values["action"] = step.url
        values["person"] = step.form.person.map(view)
        values["details"] = step.form.details.map(view)
        // The summary leads to the fields in the order of the page.
        let errors = (step.form.person + step.form.details).compactMap { field in
            faults.messages[field.name].map { ["target": "#\(Self.anchor(field))", "text": $0] }
        }
        values["hasErrors"] = !errors.isEmpty
        values["errors"] = errors
        return .page(
            PageAnswer.Page(
                template: "apply-data", title: words[errors.isEmpty ? "stepData" : "errorTitle"], values: values,
                status: errors.isEmpty ? .ok : .unprocessableContent))
    }

    /// Where a field's input is; of choices the first.
    private static func anchor(_ field: ApplicationForm.Field) -> String {
        let view = FieldView(
            field: field, value: "", error: nil, label: "", words: PageWords(language: .indonesian))
        return view.values["id"] as? String ?? ""
    }
}
