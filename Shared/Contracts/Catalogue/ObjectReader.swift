/// Reads the members of one object, gathers every fault and refuses members that nobody asked for.
struct ObjectReader {
    /// Where the object stands.
    let pointer: String
    /// What was found here and below.
    var faults = FaultCollector()
    private let members: [String: JSONValue]
    private var known: Set<String> = []

    /// Begins with an object; anything else is a fault and reads as an empty one.
    init(_ value: JSONValue, at pointer: String = "") {
        self.pointer = pointer
        members = value.object ?? [:]
        faults.require(value.object != nil, pointer, "type", "must be an object")
    }

    /// The pointer of a member.
    func place(_ name: String) -> String { pointer + JSONPointer.token(name) }

    /// A member as it stands there, nil when absent.
    mutating func optional(_ name: String) -> JSONValue? {
        known.insert(name)
        return members[name]
    }

    /// A member that must stand there.
    mutating func required(_ name: String) -> JSONValue? {
        let value = optional(name)
        if value == nil { faults.add(place(name), "required", "must be given") }
        return value
    }

    /// A text of a length.
    mutating func text(_ name: String, _ range: ClosedRange<Int>, isRequired: Bool = true) -> String? {
        guard let value = isRequired ? required(name) : optional(name) else { return nil }
        guard let text = value.string, range.contains(text.unicodeScalars.count) else {
            faults.add(
                place(name), "text", "must be a text of \(range.lowerBound) to \(range.upperBound) characters")
            return nil
        }
        return text
    }

    /// A text that an initialiser takes.
    mutating func value<Value>(
        _ name: String, isRequired: Bool = true, _ make: (String) throws(ContractViolation) -> Value
    ) -> Value? {
        guard let value = isRequired ? required(name) : optional(name) else { return nil }
        return checked(value, place(name), make)
    }

    /// A whole number in a range.
    mutating func integer(_ name: String, _ range: ClosedRange<Int>, isRequired: Bool = true) -> Int? {
        guard let value = isRequired ? required(name) : optional(name) else { return nil }
        guard let number = value.integer, let integer = Int(exactly: number), range.contains(integer) else {
            faults.add(
                place(name), "integer", "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return integer
    }

    /// `true` or `false`.
    mutating func truth(_ name: String) -> Bool? {
        guard let value = required(name) else { return nil }
        if value.bool == nil { faults.add(place(name), "type", "must be true or false") }
        return value.bool
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Word.Type, isRequired: Bool = true
    ) -> Word? where Word.RawValue == String {
        guard let value = isRequired ? required(name) : optional(name) else { return nil }
        return word(value, place(name))
    }

    /// A list of words, none twice.
    mutating func words<Word: RawRepresentable & CaseIterable & Hashable>(
        _ name: String, _ type: Word.Type, _ range: ClosedRange<Int>
    ) -> [Word]? where Word.RawValue == String {
        guard let values = elements(name, range) else { return nil }
        let words = values.enumerated().compactMap { (index, value) -> Word? in word(value, "\(place(name))/\(index)") }
        faults.require(Set(words).count == words.count, place(name), "unique", "must not name anything twice")
        return words
    }

    /// A list of texts that an initialiser takes, none twice.
    mutating func values<Value: Hashable>(
        _ name: String, _ range: ClosedRange<Int>, _ make: (String) throws(ContractViolation) -> Value
    ) -> [Value]? {
        guard let elements = elements(name, range) else { return nil }
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            if let value = checked(element, "\(place(name))/\(index)", make) { values.append(value) }
        }
        faults.require(Set(values).count == values.count, place(name), "unique", "must not name anything twice")
        return values
    }

    /// An object below.
    mutating func object<Value>(
        _ name: String, isRequired: Bool = true, _ read: (inout ObjectReader) -> Value?
    ) -> Value? {
        guard let value = isRequired ? required(name) : optional(name) else { return nil }
        return child(value, place(name), read)
    }

    /// A list of objects below.
    mutating func list<Value>(
        _ name: String, _ range: ClosedRange<Int>, _ read: (inout ObjectReader) -> Value?
    ) -> [Value]? {
        guard let values = elements(name, range) else { return nil }
        var found: [Value] = []
        for (index, value) in values.enumerated() {
            if let element = child(value, "\(place(name))/\(index)", read) { found.append(element) }
        }
        return found.count == values.count ? found : nil
    }

    /// Names every member that was not asked for.
    mutating func finish() {
        for name in members.keys.sorted() where !known.contains(name) {
            faults.add(place(name), "unknown", "is not known here")
        }
    }

    private mutating func elements(_ name: String, _ range: ClosedRange<Int>) -> [JSONValue]? {
        guard let value = range.lowerBound == 0 ? optional(name) ?? .array([]) : required(name) else { return nil }
        guard let values = value.array, range.contains(values.count) else {
            faults.add(place(name), "count", "must be a list of \(range.lowerBound) to \(range.upperBound) elements")
            return nil
        }
        return values
    }

    private mutating func child<Value>(
        _ value: JSONValue, _ pointer: String, _ read: (inout ObjectReader) -> Value?
    ) -> Value? {
        var reader = ObjectReader(value, at: pointer)
        let result = value.object == nil ? nil : read(&reader)
        if value.object != nil { reader.finish() }
        faults.add(reader.faults.faults)
        return result
    }

    private mutating func word<Word: RawRepresentable & CaseIterable>(_ value: JSONValue, _ pointer: String) -> Word?
    where Word.RawValue == String {
        let word = value.string.flatMap(Word.init(rawValue:))
        if word == nil {
            let names = Word.allCases.map(\.rawValue).joined(separator: ", ")
            faults.add(pointer, "value", "must be one of \(names)")
        }
        return word
    }

    private mutating func checked<Value>(
        _ value: JSONValue, _ pointer: String, _ make: (String) throws(ContractViolation) -> Value
    ) -> Value? {
        guard let text = value.string else {
            faults.add(pointer, "type", "must be a text")
            return nil
        }
        do throws(ContractViolation) {
            return try make(text)
        } catch {
            faults.add(error.faults.map { $0.below(pointer) })
            return nil
        }
    }
}
