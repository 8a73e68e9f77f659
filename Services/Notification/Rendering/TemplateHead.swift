/// The parts of a template's file.
struct TemplateHead: Sendable, Equatable {
    /// The version; nil when it is missing or no whole number from 1.
    private(set) var version: Int?
    /// The subject.
    private(set) var subject = ""
    /// All that stands below the first empty line.
    private(set) var body = ""
    /// What is wrong, each in one sentence.
    private(set) var faults: [String] = []

    /// Takes a file apart.
    init(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let head = lines.prefix { !$0.allSatisfy(\.isWhitespace) }
        for line in head {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? parts[1].drop { $0.isWhitespace } : ""
            switch parts[0] {
            case "version":
                if let number = Int(value), number >= 1 { version = number }
            case "subject":
                subject = String(value)
            default:
                faults.append("the head may have the lines 'version: 1' and 'subject: …' only")
            }
        }
        body = lines.dropFirst(head.count + 1).joined(separator: "\n")
        if version == nil { faults.append("the head needs a line 'version: 1', a whole number from 1") }
        if subject.isEmpty { faults.append("the head needs a line 'subject: …'") }
        if body.allSatisfy(\.isWhitespace) { faults.append("the body below the first empty line is missing") }
    }
}
