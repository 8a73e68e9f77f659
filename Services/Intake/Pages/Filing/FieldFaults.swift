import Contracts
package import ServiceRuntime

/// What is wrong with a filled form, in plain words at its fields.
package struct FieldFaults {
    /// The messages, by the fields' names.
    package private(set) var messages: [String: String] = [:]
    /// What belongs to no field of the page.
    package private(set) var others: [Problem.Fault] = []

    /// Without any fault.
    package init() {}

    /// Gives each fault to its field, by the first one.
    package init(_ faults: [Problem.Fault], of fields: [ApplicationForm.Field], names: ItemNames, words: PageWords) {
        for fault in faults {
            guard let field = fields.first(where: { Self.belongs(fault.pointer, to: $0) }) else {
                others.append(fault)
                continue
            }
            guard messages[field.name] == nil else { continue }
            messages[field.name] = Self.message(fault, field, label: names.item(field.pointer), words)
        }
    }

    /// Whether nothing is wrong with the page's fields.
    package var isEmpty: Bool { messages.isEmpty }

    private static func belongs(_ pointer: String, to field: ApplicationForm.Field) -> Bool {
        if pointer == field.pointer || pointer.hasPrefix(field.pointer + "/") { return true }
        // Address and telephone may stand with the applicant and are told about with the contact.
        if pointer == "/contact" { return ["email", "phone"].contains(field.member) && !field.name.hasPrefix("form.") }
        return pointer == "/contact/\(field.member)" && !field.name.hasPrefix("form.")
    }

    private static func message(
        _ fault: Problem.Fault, _ field: ApplicationForm.Field, label: String, _ words: PageWords
    ) -> String {
        var values = ["label": label]
        let name: String
        switch (fault.code, field.node) {
        case ("required", let node?) where node.kind == .boolean: name = "errorTick"
        case ("const", _): name = "errorTick"
        case ("required", let node?) where node.allowed != nil: name = "errorChoose"
        case ("required", nil) where field.member == "sex": name = "errorChoose"
        case ("required", _): name = "errorRequired"
        case ("enum", _): name = "errorChoose"
        case ("format", let node?) where node.format == .email: name = "errorEmail"
        case ("format", nil) where field.member == "email": name = "errorEmail"
        case ("format", _): name = "errorDate"
        case ("phone", _): name = "errorPhone"
        case ("min-length", let node?):
            name = "errorShort"
            values["count"] = String(node.minimumLength ?? 0)
        case ("max-length", let node?):
            name = "errorLong"
            values["count"] = String(node.maximumLength ?? 0)
        case ("minimum", let node?), ("maximum", let node?), ("type", let node?):
            guard node.kind == .integer || node.kind == .number else { fallthrough }
            name = node.minimum == nil || node.maximum == nil ? "errorNumber" : "errorRange"
            values["least"] = number(node.minimum)
            values["most"] = number(node.maximum)
        default: name = fault.code.hasPrefix("nik") ? "errorNik" : "errorOther"
        }
        return words.text(name, values)
    }

    private static func number(_ number: Double?) -> String {
        guard let number else { return "" }
        return number.rounded() == number && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }
}
