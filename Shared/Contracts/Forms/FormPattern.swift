/// A pattern of a form field, matched in time that grows only linearly with the text.
///
/// - Shape: the part of ECMA-262's regular expressions that needs no backtracking: characters, `.`, classes, `\d`, `\w`,
///   `\s`, groups, `|`, `?`, `*`, `+`, `{n}`, `{n,}`, `{n,m}` up to 200; `^` only first and `$` only last. Without anchors
///   it matches anywhere in the text, as JSON Schema says.
public struct FormPattern: Sendable, Hashable {
    /// The pattern as it was written.
    public let source: String
    private let program: [Instruction]
    private let isAnchoredAtStart: Bool
    private let isAnchoredAtEnd: Bool

    /// The steps of the matcher.
    enum Instruction: Sendable, Hashable {
        /// Takes one character of a set.
        case character(ScalarSet)
        /// Goes on at two places.
        case split(Int, Int)
        /// Goes on elsewhere.
        case jump(Int)
        /// Has matched.
        case match
    }

    /// The largest program; larger patterns are refused.
    static let maximumInstructions = 4000

    /// Reads a pattern.
    ///
    /// - Throws: `ContractViolation` (`pattern`) for anything outside the part that is supported.
    public init(_ source: String) throws(ContractViolation) {
        var parser = FormPatternParser(source)
        let parsed = try parser.parse()
        var program: [Instruction] = []
        try FormPattern.compile(parsed.node, into: &program)
        program.append(.match)
        self.source = source
        self.program = program
        isAnchoredAtStart = parsed.isAnchoredAtStart
        isAnchoredAtEnd = parsed.isAnchoredAtEnd
    }

    /// Whether the pattern is found in a text.
    public func matches(_ text: String) -> Bool {
        var current = Threads(count: program.count)
        var next = Threads(count: program.count)
        add(0, to: &current)
        for scalar in text.unicodeScalars {
            if current.hasMatch, !isAnchoredAtEnd { return true }
            next.clear()
            for place in current.places {
                if case .character(let set) = program[place], set.contains(scalar) { add(place + 1, to: &next) }
            }
            if !isAnchoredAtStart { add(0, to: &next) }
            swap(&current, &next)
            if current.places.isEmpty { return false }
        }
        return current.hasMatch
    }

    /// The places at which the matcher stands at once.
    private struct Threads {
        var places: [Int] = []
        var isPresent: [Bool]
        var hasMatch = false

        init(count: Int) { isPresent = Array(repeating: false, count: count) }

        mutating func clear() {
            for place in places { isPresent[place] = false }
            places.removeAll(keepingCapacity: true)
            hasMatch = false
        }
    }

    private func add(_ start: Int, to threads: inout Threads) {
        var pending = [start]
        while let place = pending.popLast() {
            if threads.isPresent[place] { continue }
            threads.isPresent[place] = true
            threads.places.append(place)
            switch program[place] {
            case .split(let first, let second): pending += [second, first]
            case .jump(let target): pending.append(target)
            case .match: threads.hasMatch = true
            case .character: break
            }
        }
    }

    private static func compile(
        _ node: FormPatternParser.Node, into program: inout [Instruction]
    ) throws(ContractViolation) {
        guard program.count < maximumInstructions else {
            throw ContractViolation(code: "pattern", message: "must not be so large a pattern")
        }
        switch node {
        case .set(let set): program.append(.character(set))
        case .sequence(let nodes): for node in nodes { try compile(node, into: &program) }
        case .choice(let nodes): try compile(choice: nodes, into: &program)
        case .repeated(let node, let minimum, let maximum):
            for _ in 0..<minimum { try compile(node, into: &program) }
            if let maximum {
                try compile(optional: node, times: maximum - minimum, into: &program)
            } else {
                let start = program.count
                program.append(.match)
                try compile(node, into: &program)
                program.append(.jump(start))
                program[start] = .split(start + 1, program.count)
            }
        }
    }

    private static func compile(
        choice nodes: [FormPatternParser.Node], into program: inout [Instruction]
    ) throws(ContractViolation) {
        var exits: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                try compile(node, into: &program)
                break
            }
            let start = program.count
            program.append(.match)
            try compile(node, into: &program)
            exits.append(program.count)
            program.append(.match)
            program[start] = .split(start + 1, program.count)
        }
        for exit in exits { program[exit] = .jump(program.count) }
    }

    private static func compile(
        optional node: FormPatternParser.Node, times: Int, into program: inout [Instruction]
    ) throws(ContractViolation) {
        var starts: [Int] = []
        for _ in 0..<times {
            starts.append(program.count)
            program.append(.match)
            try compile(node, into: &program)
        }
        for start in starts { program[start] = .split(start + 1, program.count) }
    }
}
