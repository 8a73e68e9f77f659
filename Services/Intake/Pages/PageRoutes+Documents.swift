import Contracts
import Hummingbird
import ServiceRuntime

extension PageRoutes {
    /// What a form with files has besides them, at most.
    private static let formOverhead = 64 * 1024

    /// The second step: the documents.
    func documentsPage(
        _ step: FilingStep, _ visit: inout PageVisit, errors: [String: String] = [:]
    ) throws -> PageAnswer {
        let words = visit.words
        let view = ServiceView(step.form.service, region: step.region, words: words)
        let form = step.form.formValue(step.draft)
        var values = try common(step, number: 2, heading: "stepDocuments", &visit)
        values["action"] = step.documentsURL
        values["hasDocuments"] = !step.requirements.isEmpty
        values["documents"] = step.requirements.map { requirement in
            var document: [String: Any] = [
                "id": "berkas-\(requirement.kind.value)", "name": requirement.kind.value,
                "title": requirement.title[words.language], "limits": view.limits(requirement),
                "accept": requirement.mediaTypes.joined(separator: ","),
                "isRequired": requirement.isRequired(for: form),
            ]
            if let hint = requirement.hint { document["hint"] = hint[words.language] }
            if let error = errors[requirement.kind.value] { document["error"] = error }
            if let received = step.draft.document(requirement.kind) {
                document["received"] = words.text("receivedFile", ["facts": words.facts(received)])
            }
            return document
        }
        let summary = step.requirements.compactMap { requirement in
            errors[requirement.kind.value].map { ["target": "#berkas-\(requirement.kind.value)", "text": $0] }
        }
        values["hasErrors"] = !summary.isEmpty
        values["errors"] = summary
        return .page(
            PageAnswer.Page(
                template: "apply-documents", title: words[summary.isEmpty ? "stepDocuments" : "errorTitle"],
                values: values, status: summary.isEmpty ? .ok : .unprocessableContent))
    }

    /// Takes the files of a form in, one after the other; each that is right stays, whatever becomes of the others.
    func upload(_ step: FilingStep, _ visit: inout PageVisit) async throws -> PageAnswer {
        try visit.requireSameSite()
        try intake.rate.admit(step.session.subject)
        // Files lie in memory here, so only so many forms are read at a time.
        guard slots.take() else { throw Problem.unavailable(retryAfterSeconds: 5) }
        defer { slots.give() }
        var step = step
        var machine = try MultipartMachine(contentType: visit.request.headers[.contentType])
        var errors: [String: String] = [:]
        var collector = FileCollector(
            requirements: step.requirements, documentBytes: intake.uploads.limits.documentBytes)
        let most = collector.mostBytes + Self.formOverhead
        for try await chunk in try visit.request.chunks(upTo: most) {
            for event in try machine.on(chunk) {
                guard let found = collector.on(event) else { continue }
                switch found {
                case .field(let name, let value):
                    guard name == "kunci", visit.isOwn(formToken: value) else { throw Problem.formExpired }
                    collector.isTrusted = true
                case .file(let requirement, let content):
                    guard collector.isTrusted else { throw Problem.formExpired }
                    errors[requirement.kind.value] = try await take(content, requirement, &step, visit.words)
                }
            }
        }
        guard machine.isFinished, collector.isTrusted else { throw Problem.formExpired }
        for requirement in step.missing where errors[requirement.kind.value] == nil {
            errors[requirement.kind.value] = visit.words.text(
                "errorDocumentRequired", ["label": requirement.title[visit.language]])
        }
        return errors.isEmpty ? .redirect(step.reviewURL) : try documentsPage(step, &visit, errors: errors)
    }

    /// Keeps one file.
    /// - Returns: what is wrong with it; nil when it is kept.
    private func take(
        _ content: FileCollector.Content, _ requirement: DocumentRequirement, _ step: inout FilingStep,
        _ words: PageWords
    ) async throws -> String? {
        let label = requirement.title[words.language]
        let size = words.size(min(requirement.maximumBytes, intake.uploads.limits.documentBytes))
        guard case .bytes(let bytes) = content else {
            return words.text("errorDocumentLarge", ["label": label, "size": size])
        }
        do {
            try await intake.uploads.admit(step.session.subject)
            let (receipt, _) = try await intake.uploads.take(
                SingleChunk(bytes: bytes), from: step.session.subject, key: nil, requirement: requirement)
            step.draft.documents[requirement.kind.value] = Draft.Document(receipt)
            try await drafts.write(step.draft, step.key, in: intake.pool)
            return nil
        } catch let problem as Problem {
            switch problem.status {
            case 413: return words.text("errorDocumentLarge", ["label": label, "size": size])
            case 415:
                let types = requirement.mediaTypes.map(words.mediaType).joined(separator: ", ")
                return words.text("errorDocumentType", ["label": label, "types": types])
            case 422: return words.text("errorDocumentEmpty", ["label": label])
            default: throw problem
            }
        }
    }
}

extension PageWords {
    /// What an upload is: `PDF, 120 KB`.
    func facts(_ document: Draft.Document) -> String {
        "\(mediaType(document.mediaType)), \(size(Int(document.sizeBytes)))"
    }
}
