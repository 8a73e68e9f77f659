package import Contracts

/// What the parts of an application are called, as the catalogue or the pages' own words name them.
package struct ItemNames {
    private let definition: ServiceDefinition?
    private let words: PageWords

    /// Names parts by the version of the service that an application was filed under; nil when it is gone.
    package init(_ definition: ServiceDefinition?, words: PageWords) {
        self.definition = definition
        self.words = words
    }

    /// The name of a place in an application, by its JSON pointer.
    package func item(_ pointer: String) -> String {
        let parts = pointer.split(separator: "/").map(String.init)
        guard let part = parts.first else { return pointer }
        guard parts.count > 1 else { return part == "contact" ? words["fieldContact"] : part }
        switch part {
        case "documents": return DocumentKind(reading: parts[1]).map(document) ?? parts[1]
        case "form":
            let field = definition?.presentation.first { $0.field == parts[1] }
            return field.map { $0.label[words.language] } ?? parts[1]
        case "applicant", "contact": return applicant(parts[1])
        default: return parts[1]
        }
    }

    /// The name of a kind of document.
    package func document(_ kind: DocumentKind) -> String {
        definition?.document(kind)?.title[words.language] ?? kind.value
    }

    /// The name of an agency's check.
    package func check(_ agency: AgencyCode?, _ check: CheckCode?) -> String {
        let found = definition?.checks.first { $0.agency == agency && $0.check == check }
        let name = agency?.value.uppercased() ?? ""
        guard let found else { return name }
        return "\(found.title[words.language]) (\(name))"
    }

    /// The name of one of the applicant's fields.
    package func applicant(_ field: String) -> String {
        guard let first = field.first else { return field }
        let name = "field" + first.uppercased() + field.dropFirst()
        return words.texts[name] ?? field
    }
}
