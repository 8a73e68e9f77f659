/// A process whose use of the machine is measured, with all that descend from it.
struct WatchedProcess: Hashable, Sendable {
    /// The name in the keys of the series: `intake`, `rabbitmq`.
    var name: String
    /// The process id.
    var id: Int32
}
