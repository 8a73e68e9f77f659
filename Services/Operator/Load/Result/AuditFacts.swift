/// What the audit after a run found.
struct AuditFacts: Codable, Sendable, Equatable {
    /// An equation that does not hold.
    struct Difference: Codable, Sendable, Equatable {
        /// The equation: `accepted = in transit + seen`.
        var equation: String
        /// The region's digits.
        var region: String
        /// The agency, for equations about one.
        var agency: String?
        /// The left side.
        var expected: Int
        /// The right side.
        var actual: Int
        /// What is on one side only.
        var ids: [String]
    }

    /// Whether every equation holds.
    var clean: Bool
    /// Those that do not.
    var differences: [Difference]
}
