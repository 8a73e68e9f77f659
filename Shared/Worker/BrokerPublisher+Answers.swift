package import Broker

extension BrokerPublisher {
    /// Publishes one message and waits for its confirm.
    /// - Throws: `WorkerError.broker` when the broker did not take it, or may not have.
    package func say(_ message: OutboundMessage) async throws(WorkerError) {
        let outcomes = await publish([message])
        guard let outcome = outcomes.first, outcome.isConfirmed else {
            throw WorkerError.broker("the answer was not confirmed: \(outcomes)")
        }
    }
}
