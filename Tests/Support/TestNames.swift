import FoundationEssentials

/// Names that no other test and no other run uses.
package enum TestNames {
    /// Twelve letters and digits, the first a letter: good for schemas, databases, queues and files.
    package static func unique(_ prefix: String = "t") -> String {
        let digits = UUID().uuidString.lowercased().filter { $0 != "-" }
        return prefix + digits.prefix(12)
    }
}
