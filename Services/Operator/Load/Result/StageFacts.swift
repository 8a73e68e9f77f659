/// The time that applications spent in one stage.
struct StageFacts: Codable, Sendable, Equatable {
    /// The stage: `accept`, `verification`, `agency`, `decision`, `notice`, `archive`, or `whole`.
    var name: String
    /// Applications that went through it.
    var count: Int
    /// How long they took.
    var latency: LatencySummary
}
