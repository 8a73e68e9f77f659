/// Reads the text of a pattern into a tree.
struct FormPatternParser {
    /// A part of a pattern.
    indirect enum Node {
        /// One character of a set.
        case set(ScalarSet)
        /// Parts one after the other.
        case sequence([Node])
        /// One of several parts.
        case choice([Node])
        /// A part several times; without end when the maximum is nil.
        case repeated(Node, minimum: Int, maximum: Int?)
    }

    private var scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0

    /// Prepares a text.
    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// Reads the whole pattern.
    ///
    /// - Throws: `ContractViolation` (`pattern`).
    mutating func parse() throws(ContractViolation) -> (
        node: Node, isAnchoredAtStart: Bool, isAnchoredAtEnd: Bool
    ) {
        guard (1...500).contains(scalars.count) else { throw unsupported("must have 1 to 500 characters") }
        let isAnchoredAtStart = take("^")
        var isAnchoredAtEnd = false
        if scalars.last == "$", !isEscaped(at: scalars.count - 1) {
            scalars.removeLast()
            isAnchoredAtEnd = true
        }
        let node = try choice()
        guard index == scalars.count else { throw unsupported("has an unbalanced bracket") }
        if case .choice = node, isAnchoredAtStart || isAnchoredAtEnd {
            throw unsupported("needs a group around alternatives beside an anchor")
        }
        return (node, isAnchoredAtStart, isAnchoredAtEnd)
    }

    private func unsupported(_ what: String) -> ContractViolation {
        ContractViolation(code: "pattern", message: "is no pattern that is supported: \(what)")
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private func isEscaped(at place: Int) -> Bool {
        var count = 0
        while place - count > 0, scalars[place - count - 1] == "\\" { count += 1 }
        return count % 2 == 1
    }

    private mutating func choice() throws(ContractViolation) -> Node {
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(ContractViolation) -> Node {
        var parts: [Node] = []
        while let scalar = next, scalar != "|", scalar != ")" { parts.append(try quantified(try atom())) }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func quantified(_ node: Node) throws(ContractViolation) -> Node {
        let result: Node
        if take("?") {
            result = .repeated(node, minimum: 0, maximum: 1)
        } else if take("*") {
            result = .repeated(node, minimum: 0, maximum: nil)
        } else if take("+") {
            result = .repeated(node, minimum: 1, maximum: nil)
        } else if take("{") {
            guard let minimum = number() else { throw unsupported("has a brace that is no count") }
            var maximum: Int? = minimum
            if take(",") { maximum = number() }
            guard take("}"), minimum <= 200, (maximum ?? minimum) <= 200, minimum <= (maximum ?? minimum) else {
                throw unsupported("has a count that is not between 0 and 200")
            }
            result = .repeated(node, minimum: minimum, maximum: maximum)
        } else {
            return node
        }
        if let scalar = next, ["?", "*", "+", "{"].contains(scalar) { throw unsupported("has a double quantifier") }
        return result
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, ("0"..."9").contains(scalar), (value ?? 0) < 1000 {
            value = (value ?? 0) * 10 + Int(scalar.value - 48)
            index += 1
        }
        return value
    }

    private mutating func atom() throws(ContractViolation) -> Node {
        guard let scalar = next else { throw unsupported("ends too early") }
        index += 1
        switch scalar {
        case ".": return .set(.any)
        case "[": return .set(try characterClass())
        case "\\": return .set(try escape())
        case "(":
            if take("?"), !take(":") { throw unsupported("has a group of another kind than (…) and (?:…)") }
            depth += 1
            guard depth <= 20 else { throw unsupported("is nested too deeply") }
            let node = try choice()
            guard take(")") else { throw unsupported("has an unbalanced bracket") }
            depth -= 1
            return node
        case "^", "$": throw unsupported("has an anchor inside")
        case "?", "*", "+", "{", "}", "]", ")": throw unsupported("has a special character without a backslash")
        default: return .set(ScalarSet(scalar))
        }
    }

    private mutating func escape() throws(ContractViolation) -> ScalarSet {
        guard let scalar = next else { throw unsupported("ends in a backslash") }
        index += 1
        switch scalar {
        case "d": return .digits
        case "w": return .word
        case "s": return .blank
        case "t": return ScalarSet("\t")
        case "n": return ScalarSet("\n")
        case let mark where mark.isASCII && !mark.properties.isAlphabetic && !("0"..."9").contains(mark):
            return ScalarSet(mark)
        default: throw unsupported("has an unknown escape")
        }
    }

    private mutating func characterClass() throws(ContractViolation) -> ScalarSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = next, scalar != "]" {
            index += 1
            let first = scalar == "\\" ? try escape() : ScalarSet(scalar)
            guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
                ranges += first.ranges
                continue
            }
            index += 1
            let end = scalars[index]
            index += 1
            let last = end == "\\" ? try escape() : ScalarSet(end)
            guard first.ranges.count == 1, last.ranges.count == 1, first.ranges[0].count == 1,
                last.ranges[0].count == 1, first.ranges[0].lowerBound <= last.ranges[0].lowerBound
            else { throw unsupported("has a range that runs backwards") }
            ranges.append(first.ranges[0].lowerBound...last.ranges[0].lowerBound)
        }
        guard take("]"), !ranges.isEmpty else { throw unsupported("has an empty or open class") }
        return ScalarSet(ranges: ranges, isNegated: isNegated)
    }
}
