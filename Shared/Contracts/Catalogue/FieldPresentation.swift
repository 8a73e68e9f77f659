/// How a field of the form is shown; the order of the list is the order on the page.
public struct FieldPresentation: Sendable, Hashable {
    /// One value that is offered.
    public struct Option: Sendable, Hashable {
        /// The value.
        public let value: String
        /// What it is called.
        public let label: LocalizedText
    }

    /// The member of the form.
    public let field: String
    /// What it is called.
    public let label: LocalizedText
    /// What helps to fill it in.
    public let hint: LocalizedText?
    /// What the values of an enumeration are called.
    public let options: [Option]

    /// Reads a field's presentation.
    init?(_ reader: inout ObjectReader) {
        let field = reader.text("field", 1...64)
        let label = reader.object("label", LocalizedText.init(_:))
        let hint = reader.object("hint", isRequired: false, LocalizedText.init(_:))
        let options = reader.list("options", 0...200) { (reader) -> Option? in
            let value = reader.text("value", 1...200)
            let label = reader.object("label", LocalizedText.init(_:))
            guard let value, let label else { return nil }
            return Option(value: value, label: label)
        }
        guard let field, let label, let options else { return nil }
        self.field = field
        self.label = label
        self.hint = hint
        self.options = options
    }
}
