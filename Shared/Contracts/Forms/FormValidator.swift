/// Walks a filled form beside its schema and gathers every fault.
struct FormValidator {
    /// What was found; never a value of the form.
    var faults = FaultCollector()

    /// Checks one place and everything below it.
    mutating func check(_ value: JSONValue, against node: FormNode, at pointer: String) {
        guard value.isOf(node.kind) else {
            faults.add(pointer, "type", "must be \(FormValidator.noun(node.kind))")
            return
        }
        if let allowed = node.allowed {
            faults.require(
                allowed.contains { $0.isSame(as: value) }, pointer, "enum", "must be one of the values offered")
        }
        if let constant = node.constant {
            faults.require(constant.isSame(as: value), pointer, "const", "must be the one value allowed")
        }
        switch value {
        case .object(let members): check(members, node, pointer)
        case .array(let values): check(values, node, pointer)
        case .string(let text): check(text, node, pointer)
        case .integer, .number: check(value.double ?? 0, node, pointer)
        case .bool, .null: break
        }
    }

    private mutating func check(_ members: [String: JSONValue], _ node: FormNode, _ pointer: String) {
        for name in node.required.sorted() where members[name] == nil {
            faults.add(pointer + JSONPointer.token(name), "required", "must be given")
        }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            let place = pointer + JSONPointer.token(name)
            if let child = node.properties[name] {
                check(member, against: child, at: place)
            } else {
                faults.add(place, "unknown", "is not asked for")
            }
        }
    }

    private mutating func check(_ values: [JSONValue], _ node: FormNode, _ pointer: String) {
        if let maximum = node.maximumItems, values.count > maximum {
            faults.add(pointer, "max-items", "must have at most \(maximum) elements")
            return
        }
        guard let items = node.items.first else { return }
        for (index, value) in values.enumerated() { check(value, against: items, at: "\(pointer)/\(index)") }
    }

    private mutating func check(_ text: String, _ node: FormNode, _ pointer: String) {
        let length = text.unicodeScalars.count
        if let minimum = node.minimumLength {
            faults.require(length >= minimum, pointer, "min-length", "must have at least \(minimum) characters")
        }
        if let maximum = node.maximumLength, length > maximum {
            faults.add(pointer, "max-length", "must have at most \(maximum) characters")
            return
        }
        if let format = node.format {
            faults.require(format.matches(text), pointer, "format", format.expectation)
        }
        if let pattern = node.pattern {
            faults.require(pattern.matches(text), pointer, "pattern", "must match the pattern \(pattern.source)")
        }
    }

    private mutating func check(_ number: Double, _ node: FormNode, _ pointer: String) {
        if let minimum = node.minimum {
            faults.require(number >= minimum, pointer, "minimum", "must be at least \(FormValidator.text(minimum))")
        }
        if let maximum = node.maximum {
            faults.require(number <= maximum, pointer, "maximum", "must be at most \(FormValidator.text(maximum))")
        }
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? String(number)
    }

    private static func noun(_ kind: FormNode.Kind) -> String {
        switch kind {
        case .object: "an object"
        case .array: "a list"
        case .string: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        }
    }
}
