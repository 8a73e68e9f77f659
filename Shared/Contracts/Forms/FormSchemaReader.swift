/// Reads a form's schema and gathers its faults.
struct FormSchemaReader {
    /// What was found.
    var faults = FaultCollector()
    private static let maximumDepth = 8
    private static let keywords: [String: Set<FormNode.Kind>] = [
        "type": Set(FormNode.Kind.allCases), "enum": [.string, .integer, .number],
        "const": [.string, .integer, .number, .boolean], "properties": [.object], "required": [.object],
        "minLength": [.string], "maxLength": [.string], "pattern": [.string], "format": [.string],
        "minimum": [.integer, .number], "maximum": [.integer, .number], "items": [.array], "maxItems": [.array],
    ]

    /// Reads one place and everything below it.
    mutating func node(_ source: JSONValue, at pointer: String, depth: Int) -> FormNode? {
        guard depth < FormSchemaReader.maximumDepth else {
            faults.add(pointer, "depth", "must not be nested so deeply")
            return nil
        }
        guard let members = source.object else {
            faults.add(pointer, "type", "must be an object")
            return nil
        }
        guard let kind = members["type"]?.string.flatMap(FormNode.Kind.init(rawValue:)) else {
            let names = FormNode.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            faults.add(pointer + "/type", "value", "must be one of \(names)")
            return nil
        }
        for name in members.keys.sorted() {
            let place = pointer + JSONPointer.token(name)
            guard let kinds = FormSchemaReader.keywords[name] else {
                faults.add(place, "keyword", "is no keyword of the closed subset")
                continue
            }
            faults.require(kinds.contains(kind), place, "keyword", "does not go with type \(kind.rawValue)")
        }
        var node = FormNode(kind: kind)
        readValues(members, &node, pointer)
        switch kind {
        case .object: readObject(members, &node, pointer, depth)
        case .array: readArray(members, &node, pointer, depth)
        case .string: readString(members, &node, pointer)
        case .integer, .number: readNumber(members, &node, pointer)
        case .boolean: break
        }
        return node
    }

    private mutating func readValues(_ members: [String: JSONValue], _ node: inout FormNode, _ pointer: String) {
        if let source = members["enum"] {
            let values = source.array ?? []
            faults.require(
                !values.isEmpty && Set(values).count == values.count && values.allSatisfy { $0.isOf(node.kind) },
                pointer + "/enum", "value", "must be a list of different values of the type")
            node.allowed = values
        }
        if let value = members["const"] {
            faults.require(value.isOf(node.kind), pointer + "/const", "value", "must be a value of the type")
            node.constant = value
        }
    }

    private mutating func readObject(
        _ members: [String: JSONValue], _ node: inout FormNode, _ pointer: String, _ depth: Int
    ) {
        guard let properties = members["properties"]?.object, (1...100).contains(properties.count) else {
            faults.add(pointer + "/properties", "required", "must name 1 to 100 members")
            return
        }
        for (name, source) in properties.sorted(by: { $0.key < $1.key }) {
            let place = pointer + "/properties" + JSONPointer.token(name)
            faults.require(
                (1...64).contains(name.utf8.count)
                    && name.unicodeScalars.allSatisfy { ScalarSet.word.contains($0) || $0 == "-" },
                place, "name", "must have 1 to 64 letters, digits, hyphens or low lines")
            node.properties[name] = self.node(source, at: place, depth: depth + 1)
        }
        guard let source = members["required"] else { return }
        guard let names = source.array else {
            faults.add(pointer + "/required", "type", "must be a list of names")
            return
        }
        for (index, name) in names.enumerated() {
            let text = name.string ?? ""
            faults.require(
                properties[text] != nil && node.required.insert(text).inserted, "\(pointer)/required/\(index)",
                "value", "must be the name of a member, and once")
        }
    }

    private mutating func readArray(
        _ members: [String: JSONValue], _ node: inout FormNode, _ pointer: String, _ depth: Int
    ) {
        if let source = members["items"] {
            if let items = self.node(source, at: pointer + "/items", depth: depth + 1) { node.items = [items] }
        } else {
            faults.add(pointer + "/items", "required", "must say what the elements are")
        }
        node.maximumItems = count(members["maxItems"], 1...1000, pointer + "/maxItems")
        if members["maxItems"] == nil { faults.add(pointer + "/maxItems", "required", "must bound the list") }
    }

    private mutating func readString(_ members: [String: JSONValue], _ node: inout FormNode, _ pointer: String) {
        node.minimumLength = count(members["minLength"], 0...10_000, pointer + "/minLength")
        node.maximumLength = count(members["maxLength"], 1...10_000, pointer + "/maxLength")
        if let minimum = node.minimumLength, let maximum = node.maximumLength {
            faults.require(minimum <= maximum, pointer + "/minLength", "range", "must not be above maxLength")
        }
        if let source = members["format"] {
            node.format = source.string.flatMap(TextFormat.init(rawValue:))
            faults.require(node.format != nil, pointer + "/format", "value", "must be date or email")
        }
        if let source = members["pattern"] {
            do throws(ContractViolation) {
                node.pattern = try FormPattern(source.string ?? "")
            } catch {
                faults.add(error.faults.map { $0.below(pointer + "/pattern") })
            }
        }
        let isBounded = ["maxLength", "format", "enum", "const"].contains { members[$0] != nil }
        faults.require(isBounded, pointer + "/maxLength", "required", "must bound the text")
    }

    private mutating func readNumber(_ members: [String: JSONValue], _ node: inout FormNode, _ pointer: String) {
        for (name, path) in [("minimum", \FormNode.minimum), ("maximum", \FormNode.maximum)] {
            guard let source = members[name] else { continue }
            node[keyPath: path] = source.double
            faults.require(source.isOf(node.kind), "\(pointer)/\(name)", "type", "must be a value of the type")
        }
        if let minimum = node.minimum, let maximum = node.maximum {
            faults.require(minimum <= maximum, pointer + "/minimum", "range", "must not be above maximum")
        }
    }

    private mutating func count(_ source: JSONValue?, _ range: ClosedRange<Int64>, _ pointer: String) -> Int? {
        guard let source else { return nil }
        guard let number = source.integer, range.contains(number) else {
            faults.add(pointer, "range", "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return Int(number)
    }
}
