/// A supporting document (*berkas persyaratan*) that a service asks for.
public struct DocumentRequirement: Sendable, Hashable {
    /// The media types that any service may take; each is recognised by its content.
    public static let supportedMediaTypes = ["application/pdf", "image/jpeg", "image/png"]

    /// The kind.
    public let kind: DocumentKind
    /// What it is called.
    public let title: LocalizedText
    /// What helps to prepare it.
    public let hint: LocalizedText?
    /// Whether the application is incomplete without it, when the condition holds.
    public let isRequired: Bool
    /// When it is asked for at all; nil for always.
    public let condition: FieldCondition?
    /// The media types that are taken.
    public let mediaTypes: [String]
    /// The greatest size.
    ///
    /// - Units: bytes.
    public let maximumBytes: Int

    /// Reads a requirement.
    init?(_ reader: inout ObjectReader) {
        let kind = reader.value("kind", DocumentKind.init(_:))
        let title = reader.object("title", LocalizedText.init(_:))
        let hint = reader.object("hint", isRequired: false, LocalizedText.init(_:))
        let isRequired = reader.truth("required")
        let condition = reader.object("when", isRequired: false, FieldCondition.init(_:))
        let mediaTypes = reader.values("mediaTypes", 1...3) { (text) throws(ContractViolation) in
            guard DocumentRequirement.supportedMediaTypes.contains(text) else {
                throw ContractViolation(
                    code: "value",
                    message: "must be one of \(DocumentRequirement.supportedMediaTypes.joined(separator: ", "))")
            }
            return text
        }
        let maximumBytes = reader.integer("maxBytes", 1024...(50 * 1024 * 1024))
        guard let kind, let title, let isRequired, let mediaTypes, let maximumBytes else { return nil }
        self.kind = kind
        self.title = title
        self.hint = hint
        self.isRequired = isRequired
        self.condition = condition
        self.mediaTypes = mediaTypes
        self.maximumBytes = maximumBytes
    }

    /// Whether an application with a filled form must have the document.
    public func isRequired(for form: JSONValue) -> Bool { isRequired && isAsked(for: form) }

    /// Whether an application with a filled form may have the document.
    public func isAsked(for form: JSONValue) -> Bool { condition?.holds(for: form) ?? true }
}
