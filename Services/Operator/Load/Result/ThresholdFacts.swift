/// One requirement of a run, and whether it held.
struct ThresholdFacts: Codable, Sendable, Equatable {
    /// The requirement as given: `e2e.p99<500ms`.
    var expression: String
    /// What was measured, in the requirement's own unit; nil when nothing was.
    var actual: Double?
    /// Whether it held; what was not measured did not.
    var held: Bool
}
