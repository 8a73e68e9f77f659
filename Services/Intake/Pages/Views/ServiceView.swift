package import Contracts

/// A service's published standard, as its page and the list show it.
package struct ServiceView {
    private let service: ServiceDefinition
    private let region: RegionCode
    private let words: PageWords

    /// Shows a service of a region.
    package init(_ service: ServiceDefinition, region: RegionCode, words: PageWords) {
        self.service = service
        self.region = region
        self.words = words
    }

    private func text(_ text: LocalizedText) -> String { text[words.language] }

    /// What the list shows.
    package var card: [String: Any] {
        [
            "url": "/layanan/\(region.digits)/\(service.code.value)", "title": text(service.title),
            "unit": text(service.unit), "duration": text(service.standard.duration), "fee": text(service.standard.fee),
        ]
    }

    /// What the page shows.
    package var values: [String: Any] {
        let standard = service.standard
        return [
            "listURL": "/?wilayah=\(region.digits)", "unit": text(service.unit), "duration": text(standard.duration),
            "fee": text(standard.fee), "product": text(standard.product), "requirements": text(standard.requirements),
            "hasDocuments": !service.documents.isEmpty, "documents": service.documents.map(document),
            "procedure": text(standard.procedure),
            "steps": service.steps.map { ["title": text($0.title), "unit": $0.unit] },
            "correctionRight": words.text("correctionRight", ["days": String(service.correctionDays)]),
            "objection": text(service.objection), "complaints": text(standard.complaints),
            "legalBasis": standard.legalBasis, "more": more,
            "edition": words.text(
                "edition", ["version": String(service.version), "date": words.day(service.effectiveFrom)]),
        ]
    }

    /// What a document must be: `PDF, JPG, paling besar 1,5 MB`.
    package func limits(_ document: DocumentRequirement) -> String {
        words.text(
            "fileLimits",
            [
                "types": document.mediaTypes.map(words.mediaType).joined(separator: ", "),
                "size": words.size(document.maximumBytes),
            ])
    }

    private var more: [[String: String]] {
        let standard = service.standard
        let components: [(String, LocalizedText)] = [
            ("standardFacilities", standard.facilities), ("standardCompetence", standard.competence),
            ("standardSupervision", standard.supervision), ("standardStaffing", standard.staffing),
            ("standardGuarantee", standard.guarantee), ("standardSafety", standard.safety),
            ("standardEvaluation", standard.evaluation),
        ]
        return components.map { ["label": words[$0.0], "text": text($0.1)] }
    }

    private func document(_ document: DocumentRequirement) -> [String: String] {
        var values = ["title": text(document.title), "need": need(document), "limits": limits(document)]
        if let hint = document.hint { values["hint"] = text(hint) }
        return values
    }

    private func need(_ document: DocumentRequirement) -> String {
        guard let condition = document.condition else {
            return words[document.isRequired ? "needAlways" : "needOptional"]
        }
        let field = service.presentation.first { $0.field == condition.field }
        let values = condition.values.map { value in
            field?.options.first { $0.value == value.string }.map { text($0.label) } ?? value.plainText
        }
        return words.text(
            document.isRequired ? "needWhen" : "needOptionalWhen",
            ["field": field.map { text($0.label) } ?? condition.field, "values": values.joined(separator: ", ")])
    }
}

extension JSONValue {
    /// A simple value as people write it; nothing for anything else.
    var plainText: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .null, .bool, .array, .object: ""
        }
    }
}
