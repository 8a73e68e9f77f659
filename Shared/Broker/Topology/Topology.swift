/// Exchanges, queues and the bindings between them, as values.
///
/// All queues are durable; order matters only in that bindings are made last.
package struct Topology: Sendable, Equatable {
    /// An exchange.
    package struct Exchange: Sendable, Equatable {
        /// How an exchange chooses queues.
        package enum Kind: String, Sendable {
            case direct
            case fanout
            case topic
            case headers
        }

        /// Its name.
        package var name: String
        /// How it chooses queues.
        package var kind: Kind
        /// Whether it outlives a restart of the broker.
        package var isDurable: Bool
        /// Its arguments, such as `alternate-exchange`.
        package var arguments: [String: FieldValue]

        /// Makes an exchange, durable unless said otherwise.
        package init(name: String, kind: Kind, durable: Bool = true, arguments: [String: FieldValue] = [:]) {
            self.name = name
            self.kind = kind
            self.isDurable = durable
            self.arguments = arguments
        }
    }

    /// A queue.
    package struct Queue: Sendable, Equatable {
        /// Its name.
        package var name: String
        /// Its arguments, such as `x-queue-type`.
        package var arguments: [String: FieldValue]

        /// The arguments of a quorum queue.
        package static let quorum: [String: FieldValue] = ["x-queue-type": .string("quorum")]

        /// Makes a queue, a quorum queue unless said otherwise.
        package init(name: String, arguments: [String: FieldValue] = Queue.quorum) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// A binding.
    package struct Binding: Sendable, Hashable {
        /// The exchange.
        package var source: String
        /// The queue.
        package var destination: String
        /// The routing key or pattern.
        package var routingKey: String

        /// Makes a binding.
        package init(source: String, destination: String, routingKey: String) {
            self.source = source
            self.destination = destination
            self.routingKey = routingKey
        }
    }

    /// The exchanges.
    package var exchanges: [Exchange]
    /// The queues.
    package var queues: [Queue]
    /// The bindings.
    package var bindings: [Binding]

    /// Makes a topology.
    package init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }
}
