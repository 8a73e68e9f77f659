/// Reads typed headers and gathers what is wrong with them.
struct HeaderReader {
    /// The properties that are read.
    let wire: WireProperties
    /// What was found.
    var faults = FaultCollector()

    /// Whether a header stands there.
    func isPresent(_ name: String) -> Bool { wire.header(name) != nil }

    /// A text that may be absent; anything else than a text counts as absent.
    func optional(_ name: String) -> String? {
        if case .string(let text)? = wire.header(name) { text } else { nil }
    }

    /// A text that must stand there.
    mutating func text(_ name: String) -> String? {
        switch wire.header(name) {
        case .string(let text): return text
        case nil: faults.add(JSONPointer.token(name), "required", "must be present")
        default: faults.add(JSONPointer.token(name), "type", "must be a text")
        }
        return nil
    }

    /// A text that must stand there and that an initialiser takes.
    mutating func value<Value>(_ name: String, _ make: (String) throws(ContractViolation) -> Value) -> Value? {
        guard let text = text(name) else { return nil }
        do throws(ContractViolation) {
            return try make(text)
        } catch {
            faults.add(error.faults.map { $0.below(JSONPointer.token(name)) })
            return nil
        }
    }

    /// A whole number from 1 that may be absent.
    mutating func count(_ name: String) -> Int? {
        switch wire.header(name) {
        case nil: return nil
        case .integer(let number) where (1...Int64(Int32.max)).contains(number): return Int(number)
        default:
            faults.add(JSONPointer.token(name), "type", "must be a whole number from 1")
            return nil
        }
    }

    /// A header that, when it stands there, says what is expected.
    mutating func match(_ name: String, _ expected: String?) {
        guard isPresent(name) else { return }
        match(name, optional(name) ?? "", expected)
    }

    /// A property that, when it stands there, says what is expected.
    mutating func match(_ name: String, _ found: String?, _ expected: String?) {
        guard let found, let expected, found != expected else { return }
        faults.add(JSONPointer.token(name), "mismatch", "must agree with the CloudEvents attributes")
    }
}
