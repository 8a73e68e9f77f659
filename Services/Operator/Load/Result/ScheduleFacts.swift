/// Whether the generators kept their schedule.
struct ScheduleFacts: Codable, Sendable, Equatable {
    /// Requests whose intended start came within the run.
    var intended: Int
    /// Requests that were sent.
    var sent: Int
    /// Requests that were sent more than 10 ms after their intended start.
    var late: Int
    /// Requests that were not sent, by reason: `in-flight`, `no-target`, `interrupted`.
    var dropped: [String: Int]
    /// The longest time between an intended start and the sending.
    var worstLatenessMs: Double
    /// Whether nothing was dropped and next to nothing was late.
    var keptSchedule: Bool
}
