/// Makes exchanges, queues and bindings, and looks whether they are there; each call has a connection of its own.
package struct TopologyClient: Sendable {
    /// Makes everything that is not there yet.
    ///
    /// - Throws: what connecting or the first refused declaration says: 403 without permission, 406 when it is there
    ///   with other arguments.
    /// - Idempotency: what is there already with the same arguments stays as it is.
    package static func declare(_ topology: Topology, settings: BrokerSettings) async throws(BrokerError) {
        try await perform(
            topology.exchanges.map(TopologyRequest.declareExchange) + topology.queues.map(TopologyRequest.declareQueue)
                + topology.bindings.map(TopologyRequest.bind), settings)
    }

    /// The names of the exchanges and queues that are not there; needs no permission to configure.
    ///
    /// - Throws: what connecting says, or a refusal other than 404.
    package static func missing(
        from topology: Topology, settings: BrokerSettings
    ) async throws(BrokerError) -> [String] {
        let names = topology.exchanges.map(\.name) + topology.queues.map(\.name)
        let requests =
            topology.exchanges.map { TopologyRequest.findExchange($0.name) }
            + topology.queues.map { TopologyRequest.findQueue($0.name) }
        if requests.isEmpty { return [] }
        let session = TopologySession(requests, stopsAtRefusal: false, settings: settings)
        var missing: [String] = []
        for (name, result) in zip(names, await session.perform()) {
            guard case .failure(let error) = result else { continue }
            guard error.replyCode == 404 else { throw error }
            missing.append(name)
        }
        return missing
    }

    /// Takes bindings away.
    package static func unbind(_ bindings: [Topology.Binding], settings: BrokerSettings) async throws(BrokerError) {
        try await perform(bindings.map(TopologyRequest.unbind), settings)
    }

    /// Empties a queue of what is ready and gives the number of messages.
    @discardableResult
    package static func purge(queue: String, settings: BrokerSettings) async throws(BrokerError) -> Int {
        guard case .removed(let messages) = try await perform([.purgeQueue(queue)], settings).last else { return 0 }
        return messages
    }

    /// Deletes queues; those that are not there are no error.
    package static func delete(queues: [String], settings: BrokerSettings) async throws(BrokerError) {
        try await perform(queues.map(TopologyRequest.deleteQueue), settings)
    }

    /// Deletes exchanges; those that are not there are no error.
    package static func delete(exchanges: [String], settings: BrokerSettings) async throws(BrokerError) {
        try await perform(exchanges.map(TopologyRequest.deleteExchange), settings)
    }

    /// How many messages wait in a queue, and how many consumers it has.
    ///
    /// - Throws: 404 when it is not there.
    package static func count(
        queue: String, settings: BrokerSettings
    ) async throws(BrokerError) -> (messages: Int, consumers: Int) {
        guard case .queue(let messages, let consumers) = try await perform([.findQueue(queue)], settings).last else {
            return (0, 0)
        }
        return (messages, consumers)
    }

    @discardableResult
    private static func perform(
        _ requests: [TopologyRequest], _ settings: BrokerSettings
    ) async throws(BrokerError) -> [InboundFrame.Reply] {
        if requests.isEmpty { return [] }
        let session = TopologySession(requests, stopsAtRefusal: true, settings: settings)
        var replies: [InboundFrame.Reply] = []
        for result in await session.perform() { replies.append(try result.get()) }
        guard replies.count == requests.count else { throw BrokerError(.closed, "cancelled", operation: "topology") }
        return replies
    }
}
