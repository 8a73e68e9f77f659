import Contracts

/// What ran, where and when.
struct RunFacts: Codable, Sendable, Equatable {
    /// The run's name, unique among the runs of a suite.
    var id: String
    /// What the random choices began from.
    var seed: UInt64
    /// The version of the tool.
    var toolVersion: String
    /// Intake's address.
    var targetURL: String
    /// The machine of the generator.
    var machine: MachineFacts
    /// The versions of the servers by name: `rabbitmq`, `erlang`, `postgresql`.
    var serverVersions: [String: String]
    /// The instant of the first intended start.
    var startedAt: Timestamp
    /// When the last answer or event that was waited for had come, or the wait was over.
    var endedAt: Timestamp
    /// The options that say what was to be done, as given or by default: `rate`, `duration`, `arrival`, ….
    var plan: [String: String]
    /// How many processes shared the run.
    var generators: Int
    /// Whether the run was ended before its time.
    var interrupted: Bool
    /// What a reader of the figures has to know: events that the broker dropped, a stage that was not measured, ….
    var remarks: [String]
}
