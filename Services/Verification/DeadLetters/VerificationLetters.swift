package import Broker
import Contracts
import Metrics
package import Pipeline

/// The loops over dead letters that verification owns.
package enum VerificationLetters {
    /// What queues gave up: the service's own, the agencies', and what no queue wanted.
    package static func loops(
        _ engine: Engine, _ proceedings: Proceedings, _ consumer: (String) throws -> BrokerConsumer
    ) rethrows -> [(name: String, loop: DeadLetterLoop)] {
        let own = WireNames.Queue.dead(.verification)
        let agencies = WireNames.Queue.agencyDead
        let unrouted = WireNames.Queue.unrouted
        let rejected = RejectedQuestions(proceedings: proceedings, engine: engine)
        let metrics = proceedings.metrics
        return [
            (own, DeadLetterLoop.ofService(engine, consumer: try consumer(own))),
            (
                agencies,
                DeadLetterLoop(queue: agencies, engine: engine, consumer: try consumer(agencies)) { letters, unit in
                    try await rejected.apply(letters, unit)
                }
            ),
            (
                unrouted,
                DeadLetterLoop(queue: unrouted, engine: engine, consumer: try consumer(unrouted)) { letters, unit in
                    metrics.unrouted.increment(by: letters.count)
                    try await engine.park(letters, as: unrouted, keepsBodies: false, in: unit)
                }
            ),
        ]
    }
}
