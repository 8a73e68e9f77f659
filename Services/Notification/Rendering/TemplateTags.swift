/// Finds what a template refers to, so that a misspelt name stops the start instead of leaving a hole in a letter.
struct TemplateTags: Sendable, Equatable {
    /// Every name that a template may use.
    static let vocabulary: Set<String> = [
        "office", "number", "trackingURL", "at", "deadline", "answerBy", "dueAt", "defects", "reasons", "text",
        "remedy", "legalBasis", "objection", "position", "legal", "correction", "completeness", "check",
        "waitsForApplicant", ".",
    ]

    /// What is wrong, each in one sentence.
    private(set) var faults: [String] = []

    /// Looks through a text.
    init(_ text: String) {
        var open: [Substring] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            rest = rest[start.upperBound...]
            let isTriple = rest.first == "{"
            guard let end = rest.firstRange(of: isTriple ? "}}}" : "}}") else {
                faults.append("a tag is not closed")
                return
            }
            let tag = rest[(isTriple ? rest.index(after: rest.startIndex) : rest.startIndex)..<end.lowerBound]
            rest = rest[end.upperBound...]
            read(tag, &open)
        }
        for name in open { faults.append("the section \(Self.shown(name)) is not closed") }
    }

    private mutating func read(_ tag: Substring, _ open: inout [Substring]) {
        let trimmed = tag.drop { $0.isWhitespace }
        guard let sign = trimmed.first, sign != "!" else { return }
        var name = "#^/&><$=%*".contains(sign) ? trimmed.dropFirst() : trimmed
        name = name.drop { $0.isWhitespace }
        while name.last?.isWhitespace == true { name.removeLast() }
        switch sign {
        case ">", "<", "$", "=", "%", "*":
            faults.append("only variables, sections and comments are allowed")
            return
        case "#", "^":
            open.append(name)
        case "/":
            guard open.popLast() == name else {
                faults.append("the section \(Self.shown(name)) is closed without being open")
                return
            }
        default: break
        }
        if !Self.vocabulary.contains(String(name)) {
            faults.append("the name \(Self.shown(name)) is unknown")
        }
    }

    private static func shown(_ name: Substring) -> String { "'\(name.prefix(40))'" }
}
