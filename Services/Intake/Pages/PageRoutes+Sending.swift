import Contracts
import Hummingbird
import ServiceRuntime

extension PageRoutes {
    /// The statements without which nothing is sent, by the names of their boxes.
    private static let statements = ["setuju": "consentProcessing", "benar": "consentTruth"]

    /// The third step: everything once more, and the statements.
    func reviewPage(
        _ step: FilingStep, _ visit: inout PageVisit, ticked: PageForm = PageForm(), isWrong: Bool = false,
        refusal: [String: String]? = nil, status: HTTPResponse.Status = .unprocessableContent
    ) throws -> PageAnswer {
        let words = visit.words
        let names = ItemNames(step.form.service, words: words)
        let row = { (field: ApplicationForm.Field) -> [String: String]? in
            guard let text = step.draft.fields[field.name], !text.isEmpty else { return nil }
            let label = names.item(field.pointer)
            let view = FieldView(field: field, value: text, error: nil, label: label, words: words)
            return ["label": label, "value": view.shown]
        }
        var values = try common(step, number: 3, heading: "stepReview", &visit)
        values["action"] = step.reviewURL
        values["draft"] = step.draft.key
        values["person"] = step.form.person.compactMap(row)
        values["details"] = step.form.details.compactMap(row)
        values["documents"] = step.requirements.compactMap { requirement in
            step.draft.document(requirement.kind).map {
                ["title": requirement.title[words.language], "facts": words.facts($0)]
            }
        }
        var errors: [[String: String]] = refusal.map { [$0] } ?? []
        values["ticks"] = ["setuju", "benar"].map { name in
            var tick: [String: Any] = [
                "id": name, "label": words[Self.statements[name] ?? name], "isTicked": ticked[name] == "ya",
            ]
            if isWrong, ticked[name] != "ya" {
                tick["error"] = words["errorConsent"]
                errors.append(["target": "#\(name)", "text": words["errorConsent"]])
            }
            return tick
        }
        values["hasErrors"] = !errors.isEmpty
        values["errors"] = errors
        return .page(
            PageAnswer.Page(
                template: "apply-review", title: words[errors.isEmpty ? "stepReview" : "errorTitle"], values: values,
                status: errors.isEmpty ? .ok : status))
    }

    /// Sends the application the way that the API sends it; a repeat gets the same receipt.
    func send(_ step: FilingStep, _ visit: inout PageVisit) async throws -> PageAnswer {
        let form = try await form(visit)
        let subject = step.session.subject
        try intake.rate.admit(subject)
        // A second click finds the draft gone and the application there.
        if let key = form["draf"], key != step.draft.key,
            let number = try await drafts.filed(key, by: subject, in: intake.pool)
        {
            return .redirect(Self.path(number) + "/tanda-terima")
        }
        guard Self.statements.keys.allSatisfy({ form[$0] == "ya" }) else {
            return try reviewPage(step, &visit, ticked: form, isWrong: true)
        }
        let body = step.form.body(step.draft, region: step.region, language: visit.language, isAgreed: true)
        do {
            try intake.desk.admit()
            let (receipt, _) = try await intake.desk.file(
                try body.json(), key: step.draft.key, principal: step.session.principal,
                traceparent: intake.traceparent)
            try await drafts.delete(step.draft, step.key, in: intake.pool)
            return .redirect(Self.path(receipt.number) + "/tanda-terima")
        } catch let problem as Problem where (400..<500).contains(problem.status) && problem.status != 429 {
            return try await refused(problem, step, form, &visit)
        }
    }

    /// Shows why an application was not taken in, where it can be mended.
    private func refused(
        _ problem: Problem, _ step: FilingStep, _ form: PageForm, _ visit: inout PageVisit
    ) async throws -> PageAnswer {
        if problem.code == "open-application" {
            let number = problem.headers["Location"]?.split(separator: "/").last.map(String.init)
            var refusal = ["text": visit.words.text("errorOpen", ["number": number ?? ""])]
            if let number { refusal["target"] = "/lacak/\(number)" }
            return try reviewPage(step, &visit, ticked: form, refusal: refusal, status: .conflict)
        }
        // Uploads that another application took, or that were deleted meanwhile, are asked for again.
        if problem.faults.contains(where: { $0.pointer.hasPrefix("/documents") }) {
            var step = step
            for fault in problem.faults {
                let parts = fault.pointer.split(separator: "/")
                guard parts.count > 1, let index = Int(parts[1]) else { continue }
                let sent = step.requirements.filter { step.draft.document($0.kind) != nil }
                if sent.indices.contains(index) { step.draft.documents[sent[index].kind.value] = nil }
            }
            try await drafts.write(step.draft, step.key, in: intake.pool)
            let errors = step.missing.map { requirement in
                let text = visit.words.text(
                    "errorDocumentRequired", ["label": requirement.title[visit.language]])
                return (requirement.kind.value, text)
            }
            return try documentsPage(step, &visit, errors: Dictionary(errors, uniquingKeysWith: { first, _ in first }))
        }
        let text = visit.words.text("errorUnknown", ["text": problem.detail ?? problem.title])
        return try reviewPage(step, &visit, ticked: form, refusal: ["text": text])
    }

    /// The receipt, to print or to keep.
    func receipt(_ text: String, _ visit: inout PageVisit) async throws -> PageAnswer {
        guard let number = SubmissionNumber(reading: text) else { throw Problem.notFound() }
        guard let submission = try await visible(number, visit) else {
            return .redirect(Self.path(number))
        }
        let receipts = try await intake.receipts.read([(submission.region, submission.id)], in: intake.pool)
        guard let receipt = receipts[submission.id] else { throw Problem.notFound() }
        let region = try await intake.regions.find(submission.region)
        let names = ItemNames(
            intake.catalogue.service(submission.service, in: submission.region), words: visit.words)
        let definition = intake.catalogue.service(submission.service, in: submission.region)
        return .page(
            PageAnswer.Page(
                template: "receipt", title: visit.words["receiptTitle"],
                values: [
                    "number": number.value, "accessCode": receipt.accessCode,
                    "service": definition?.title[visit.language] ?? submission.service.code.value,
                    "regionName": region?.name ?? submission.region.dotted,
                    "receivedAt": visit.words.time(receipt.receivedAt, in: region?.zone ?? .western),
                    "rule": receipt.deadlineRule[visit.language], "statusURL": Self.path(number),
                    "trackURL": publicURL + "/lacak",
                    "documents": receipt.documents.map {
                        [
                            "title": names.document($0.kind),
                            "facts": "\(visit.words.mediaType($0.mediaType)), \(visit.words.size(Int($0.sizeBytes)))",
                        ]
                    },
                ]))
    }
}

extension FieldView {
    /// The value as people read it.
    var shown: String {
        if values["isTick"] as? Bool == true { return words["yes"] }
        guard let options = values["options"] as? [[String: Any]] else { return value }
        let chosen = options.first { $0["value"] as? String == value }
        return chosen?["label"] as? String ?? value
    }
}
