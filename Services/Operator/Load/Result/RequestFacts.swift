/// What was sent of one kind of request, and what came of it.
struct RequestFacts: Codable, Sendable, Equatable {
    /// The kind: `submit`, `status`, `duplicate`, `same-content`, `malformed`, `document`, `correction`.
    var kind: String
    /// Requests whose intended start came within the run.
    var intended: Int
    /// Requests that were sent.
    var sent: Int
    /// Answers by HTTP status.
    var statuses: [String: Int]
    /// Requests without the answer that the kind has to get, by reason: `status-503`, `timeout`, `connection`, ….
    var failed: [String: Int]
    /// The time from the intended start to the whole answer.
    var latency: LatencySummary
}
