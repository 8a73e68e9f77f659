import Contracts

/// A field as the page shows it.
struct FieldView {
    /// The field.
    let field: ApplicationForm.Field
    /// What was typed.
    let value: String
    /// What is wrong with it.
    let error: String?
    /// What it is called.
    let label: String
    /// The page's words.
    let words: PageWords

    /// Names the field in the page.
    static func id(_ name: String) -> String { name.replacing(".", with: "-") }

    /// What the template is given.
    var values: [String: Any] {
        let id = Self.id(field.name)
        var values: [String: Any] = [
            "id": id, "name": field.name, "label": label, "value": value, "isRequired": field.isRequired,
        ]
        var described: [String] = []
        if let hint {
            values["hint"] = hint
            described.append("\(id)-bantuan")
        }
        if let error {
            values["error"] = error
            described.append("\(id)-kesalahan")
        }
        if !described.isEmpty { values["described"] = described.joined(separator: " ") }
        if isTick {
            values["isTick"] = true
            values["isTicked"] = value == "ya"
        } else if let options {
            values[options.count > 6 ? "isSelect" : "isChoice"] = true
            values["options"] = options.enumerated().map { index, option in
                [
                    "id": "\(id)-\(index)", "value": option.value, "label": option.label,
                    "isChosen": option.value == value, "name": field.name,
                ] as [String: Any]
            }
            // The summary's link leads to the first of the choices.
            if options.count <= 6 { values["id"] = "\(id)-0" }
        } else if isLong {
            values["isArea"] = true
        } else {
            values["isInput"] = true
            values.merge(input) { own, _ in own }
        }
        return values
    }

    private var isTick: Bool { field.node?.kind == .boolean && field.node?.constant != nil }

    private var isLong: Bool {
        field.member == "address" && field.node == nil || field.node?.kind == .array
            || (field.node?.maximumLength ?? 0) > 250
    }

    private var hint: String? {
        if let hint = field.presentation?.hint { return hint[words.language] }
        if field.node?.kind == .array { return words["hintLines"] }
        guard field.node == nil else { return nil }
        return switch field.member {
        case "nik": words["hintNik"]
        case "phone": words["hintPhone"]
        case "email": words["hintEmail"]
        case "name": words["hintName"]
        default: nil
        }
    }

    private var options: [(value: String, label: String)]? {
        if field.node == nil, field.member == "sex" {
            return [("female", words["female"]), ("male", words["male"])]
        }
        if field.node?.kind == .boolean { return [("ya", words["yes"]), ("tidak", words["no"])] }
        guard let allowed = field.node?.allowed else { return nil }
        let shown = field.presentation?.options ?? []
        if shown.isEmpty { return allowed.map { ($0.plainText, $0.plainText) } }
        return shown.map { ($0.value, $0.label[words.language]) }
    }

    /// The kind of an input; what browsers know of it makes typing easier, and the check is made here anyway.
    private var input: [String: Any] {
        var input: [String: Any] = ["type": "text"]
        if let node = field.node {
            if node.format == .date { input["type"] = "date" }
            if node.format == .email { input["type"] = "email" }
            if node.kind == .integer { input["mode"] = "numeric" }
            if node.kind == .number { input["mode"] = "decimal" }
            if let length = node.maximumLength { input["length"] = length }
            return input
        }
        switch field.member {
        case "nik":
            input["mode"] = "numeric"
            input["length"] = 20
        case "birthDate":
            input["type"] = "date"
            input["complete"] = "bday"
        case "email":
            input["type"] = "email"
            input["complete"] = "email"
            input["length"] = 254
        case "phone":
            input["type"] = "tel"
            input["complete"] = "tel"
            input["length"] = 40
        case "name":
            input["complete"] = "name"
            input["length"] = 200
        default: input["length"] = 200
        }
        return input
    }
}
