import Contracts

/// Fills a form by its schema with values that it takes.
enum FormSample {
    /// A value that a schema takes: constants, the first allowed value, texts of a sensible length.
    /// - Throws: `LoadFault` for a place that cannot be filled, naming it.
    static func value(_ schema: JSONValue, at pointer: String) throws(LoadFault) -> JSONValue {
        if let constant = schema["const"] { return constant }
        if let first = schema["enum"]?.array?.first { return first }
        switch schema["type"]?.string {
        case "object": return .object(try members(schema, at: pointer))
        case "array": return .array([])
        case "boolean": return .bool(true)
        case "integer": return .integer(Int64((schema["minimum"]?.figure ?? 1).rounded(.up)))
        case "number": return .number(schema["minimum"]?.figure ?? 1)
        case "string": return .string(try text(schema, at: pointer))
        default: throw LoadFault("the form's field \(pointer) has a type that cannot be filled in")
        }
    }

    private static func members(_ schema: JSONValue, at pointer: String) throws(LoadFault) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for name in (schema["required"]?.array ?? []).compactMap(\.string) {
            guard let property = schema["properties"]?[name] else {
                throw LoadFault("the form's field \(pointer)/\(name) is required and not described")
            }
            members[name] = try value(property, at: "\(pointer)/\(name)")
        }
        return members
    }

    private static func text(_ schema: JSONValue, at pointer: String) throws(LoadFault) -> String {
        switch schema["format"]?.string {
        case "date": return "2025-01-31"
        case "email": return "contoh@example.invalid"
        default: break
        }
        guard schema["pattern"] == nil else {
            throw LoadFault("the form's field \(pointer) has a pattern, which cannot be filled in")
        }
        let least = Int(schema["minLength"]?.figure ?? 0)
        let most = Int(schema["maxLength"]?.figure ?? 1000)
        var text = "Contoh"
        while text.count < least { text += " contoh" }
        return String(text.prefix(max(most, 0)))
    }
}
