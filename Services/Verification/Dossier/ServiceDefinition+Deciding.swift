package import Contracts

extension ServiceDefinition {
    /// The definition of a check; nil when the catalogue entry has none.
    package func definition(of check: AgencyCheck) -> CheckDefinition? { self.check(check.agency, check.check) }

    /// The reasons of a refusal; nil unless every code is a refusal of this service.
    package func refusal(_ codes: [ReasonCode]) -> [DecisionReason]? {
        var found: [DecisionReason] = []
        for code in codes where !found.contains(where: { $0.code == code }) {
            guard let reason = reason(code), reason.kind == .refusal else { return nil }
            found.append(DecisionReason(code: code, text: reason.text, legalBasis: reason.legalBasis))
        }
        return found.isEmpty ? nil : found
    }

    /// A defect in both languages; nil unless the code is a correction of this service.
    package func defect(_ code: ReasonCode, at item: String) -> Defect? {
        guard let reason = reason(code), reason.kind == .correction, let remedy = reason.remedy else { return nil }
        return Defect(item: item, reason: code, text: reason.text, remedy: remedy)
    }
}

extension CheckDefinition {
    /// The parts of the application that the check looks at, as JSON pointers: `/applicant/nik`, `/documents/str`.
    package var items: [String] { fields + documents.map { "/documents/\($0.value)" } }

    /// Whether a corrected item lies in, or around, what the check looks at.
    package func looksAt(anyOf changed: Set<String>) -> Bool {
        items.contains { item in
            changed.contains { $0 == item || $0.hasPrefix(item + "/") || item.hasPrefix($0 + "/") }
        }
    }

    /// The pointer of a field that the agency names by the last part of it; the field list's first where it has none of
    /// that name.
    package func pointer(named name: String) -> String {
        fields.first { $0.hasSuffix(JSONPointer.token(name)) } ?? items.first ?? "/applicant"
    }
}
