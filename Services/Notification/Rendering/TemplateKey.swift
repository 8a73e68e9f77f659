package import Contracts

/// Names a template: what it tells and in which language.
///
/// - Shape: the file `closed-issued.id.mustache`.
package struct TemplateKey: Hashable, Sendable {
    /// What it tells.
    package let kind: NoticeKind
    /// In which language.
    package let language: Language

    /// Names a template.
    package init(kind: NoticeKind, language: Language) {
        self.kind = kind
        self.language = language
    }

    /// Every template that must exist, in a fixed order.
    package static let all: [TemplateKey] = NoticeKind.allCases.flatMap { kind in
        Language.allCases.map { TemplateKey(kind: kind, language: $0) }
    }

    /// The file's name.
    package var fileName: String { "\(kind.rawValue).\(language.rawValue).mustache" }
}
