extension JSONValue {
    /// The number, whole or not.
    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// Whether the value has a type of a form; as in JSON Schema, 1.0 counts as whole.
    func isOf(_ kind: FormNode.Kind) -> Bool {
        switch (kind, self) {
        case (.object, .object), (.array, .array), (.string, .string), (.boolean, .bool), (.number, .number),
            (.number, .integer), (.integer, .integer):
            true
        case (.integer, .number(let number)): number == number.rounded()
        default: false
        }
    }

    /// Whether two values are the same to JSON Schema, where 1 equals 1.0.
    func isSame(as other: JSONValue) -> Bool {
        if self == other { return true }
        guard let left = double, let right = other.double else { return false }
        return left == right
    }
}
