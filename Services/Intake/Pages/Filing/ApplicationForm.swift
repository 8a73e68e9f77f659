package import Contracts

/// The fields that a service asks for, and the application that their texts make.
///
/// What is right is judged by the reader of applications alone; this only turns texts into the types of the form.
package struct ApplicationForm {
    /// One field of the page.
    package struct Field {
        /// Its name in the page's form: `applicant.name`, `form.kind`.
        package let name: String
        /// Where it stands in the application.
        package let pointer: String
        /// What the form says about it; nil for the applicant's and the contact's fields.
        package let node: FormNode?
        /// How the form shows it.
        package let presentation: FieldPresentation?
        /// Whether it must be filled in.
        package let isRequired: Bool

        /// The last part of the name.
        package var member: String { String(name.split(separator: ".").last ?? "") }
    }

    /// The service.
    package let service: ServiceDefinition
    /// The fields about the applicant and how to reach them.
    package let person: [Field]
    /// The fields of the service's form.
    package let details: [Field]

    /// Lays the form of a service out; nil when it asks for what a page cannot show.
    package init?(_ service: ServiceDefinition) {
        // A page knows the applicant by the resident's number; others come to the counter or use the API.
        guard service.applicant.identityKinds.contains(.nik) else { return nil }
        let nodes = service.form.root.properties
        guard nodes.values.allSatisfy({ Self.isScalar($0) || $0.items.allSatisfy(Self.isScalar) && $0.kind == .array })
        else { return nil }
        self.service = service
        let asked = service.applicant.required + service.applicant.optional
        var person = [
            Field(
                name: "applicant.nik", pointer: "/applicant/nik", node: nil, presentation: nil, isRequired: true)
        ]
        person += asked.map {
            Field(
                name: "applicant.\($0.rawValue)", pointer: "/applicant/\($0.rawValue)", node: nil, presentation: nil,
                isRequired: service.applicant.required.contains($0))
        }
        for field in [ApplicantField.email, .phone] where !asked.contains(field) {
            person.append(
                Field(
                    name: "contact.\(field.rawValue)", pointer: "/contact/\(field.rawValue)", node: nil,
                    presentation: nil, isRequired: false))
        }
        self.person = person
        details = service.presentation.compactMap { presentation in
            nodes[presentation.field].map {
                Field(
                    name: "form.\(presentation.field)", pointer: "/form/\(presentation.field)", node: $0,
                    presentation: presentation, isRequired: service.form.root.required.contains(presentation.field))
            }
        }
    }

    private static func isScalar(_ node: FormNode) -> Bool { node.kind != .object && node.kind != .array }

    /// Takes what was typed over into a draft; fields that the service does not ask for are left out.
    package func fill(_ draft: inout Draft, from form: PageForm) {
        var fields: [String: String] = [:]
        for field in person + details {
            guard let text = form[field.name], !text.isEmpty else { continue }
            fields[field.name] = String(text.prefix(12_000))
        }
        draft.fields = fields
    }

    /// The form as the application holds it, as far as it is filled in.
    package func formValue(_ draft: Draft) -> JSONValue { members(details, draft) }

    /// The body of the application, as the API takes it.
    package func body(
        _ draft: Draft, region: RegionCode, language: Language, isAgreed: Bool
    ) -> JSONValue {
        let applicant = members(person.filter { $0.name.hasPrefix("applicant.") }, draft)
        var contact = members(person.filter { $0.name.hasPrefix("contact.") }, draft).object ?? [:]
        contact["language"] = .string(language.rawValue)
        let form = formValue(draft)
        let documents = service.documents.filter { $0.isAsked(for: form) }.compactMap { requirement in
            draft.document(requirement.kind).map {
                ["kind": .string(requirement.kind.value), "id": .string("\($0.id)")] as JSONValue
            }
        }
        return [
            "region": .string(region.dotted), "service": .string(service.code.value), "identityKind": "nik",
            "applicant": applicant, "form": form, "documents": .array(documents), "contact": .object(contact),
            "consent": ["statementOfTruth": .bool(isAgreed), "dataProcessing": .bool(isAgreed)],
        ]
    }

    private func members(_ fields: [Field], _ draft: Draft) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for field in fields {
            guard let text = draft.fields[field.name], !text.isEmpty else { continue }
            members[field.member] = Self.value(text, field.node)
        }
        return .object(members)
    }

    /// A text as the form's type; what cannot be one stays a text, and the form's own check says so.
    private static func value(_ text: String, _ node: FormNode?) -> JSONValue {
        switch node?.kind {
        case .integer: Int64(text).map(JSONValue.integer) ?? .string(text)
        case .number: Double(text.replacing(",", with: ".")).map(JSONValue.number) ?? .string(text)
        case .boolean: .bool(text == "ya")
        case .array:
            .array(text.split(separator: "\n").map { value(String($0), node?.items.first) })
        case .string, .object, nil: .string(text)
        }
    }
}
