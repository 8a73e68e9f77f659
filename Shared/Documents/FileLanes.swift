import Dispatch
import Synchronization

/// A few threads that may wait for the disk, so that the cooperative pool never does.
final class FileLanes: Sendable {
    private let queues: [DispatchQueue]
    private let turn = Atomic<Int>(0)

    init(count: Int = 4) {
        queues = (0..<count).map { DispatchQueue(label: "documents.\($0)") }
    }

    /// Runs work that may block on the next lane and waits for its result.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let ticket = turn.wrappingAdd(1, ordering: .relaxed).newValue
        let lane = queues[Int(ticket.magnitude % queues.count.magnitude)]
        return try await withCheckedThrowingContinuation { continuation in
            lane.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
