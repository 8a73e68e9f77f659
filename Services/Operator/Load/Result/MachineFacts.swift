/// The machine of a generator.
struct MachineFacts: Codable, Sendable, Equatable {
    /// Processors that the process may use.
    var cores: Int
    /// The memory of the machine.
    var memoryBytes: Int64
    /// The kernel's name and release.
    var kernel: String
    /// The processor's model.
    var cpuModel: String
}
