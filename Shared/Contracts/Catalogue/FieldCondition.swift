/// A condition on one field of the form, such as a kind of application.
public struct FieldCondition: Sendable, Hashable {
    /// The member of the form.
    public let field: String
    /// The values that fulfil it.
    public let values: [JSONValue]

    /// Reads a condition.
    init?(_ reader: inout ObjectReader) {
        let field = reader.text("field", 1...64)
        let values = reader.required("in")?.array ?? []
        reader.faults.require(!values.isEmpty, reader.place("in"), "value", "must be a list of values")
        guard let field, !values.isEmpty else { return nil }
        self.field = field
        self.values = values
    }

    /// Whether a filled form fulfils the condition.
    public func holds(for form: JSONValue) -> Bool {
        guard let value = form[field] else { return false }
        return values.contains { $0.isSame(as: value) }
    }
}
