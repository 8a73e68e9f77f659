/// The schema of a form: a closed part of JSON Schema.
///
/// - Shape: `type`, `properties`, `required`, `enum`, `const`, `minLength`, `maxLength`, `pattern`, `minimum`, `maximum`,
///   `items`, `maxItems`, `format` (date, email); any other keyword is refused. Every free text has a `maxLength` and
///   every list a `maxItems`, so that a form is bounded. Members that the schema does not name are faults.
public struct FormSchema: Sendable, Hashable {
    /// The root, an object.
    public let root: FormNode
    /// The schema as it was written.
    public let source: JSONValue

    /// Reads a schema.
    ///
    /// - Throws: `ContractViolation` with every fault and its pointer.
    public init(_ source: JSONValue) throws(ContractViolation) {
        var reader = FormSchemaReader()
        let root = reader.node(source, at: "", depth: 0)
        if let root, root.kind != .object { reader.faults.add("/type", "type", "must be object at the root") }
        try reader.faults.finish()
        guard let root else { throw ContractViolation(code: "type", message: "must be a schema") }
        self.root = root
        self.source = source
    }

    /// Checks a filled form.
    ///
    /// - Returns: every fault, with a pointer into the form; empty when the form is right.
    public func validate(_ form: JSONValue) -> [Fault] {
        var validator = FormValidator()
        validator.check(form, against: root, at: "")
        return validator.faults.faults
    }

    /// The place that a JSON pointer names; nil when the schema has none.
    public func node(at pointer: String) -> FormNode? {
        guard let tokens = JSONPointer.tokens(pointer) else { return nil }
        var node = root
        for token in tokens {
            guard let child = node.properties[token] else { return nil }
            node = child
        }
        return node
    }
}
