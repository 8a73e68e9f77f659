/// One thing to do with the topology.
enum TopologyRequest: Sendable {
    case declareExchange(Topology.Exchange)
    case declareQueue(Topology.Queue)
    case bind(Topology.Binding)
    case unbind(Topology.Binding)
    case findExchange(String)
    case findQueue(String)
    case purgeQueue(String)
    case deleteQueue(String)
    case deleteExchange(String)

    /// Appends its method.
    func append(to output: inout FrameBuffer) {
        switch self {
        case .declareExchange(let exchange): output.declareExchange(exchange, passive: false)
        case .declareQueue(let queue): output.declareQueue(queue.name, arguments: queue.arguments, passive: false)
        case .bind(let binding): output.bind(binding)
        case .unbind(let binding): output.unbind(binding)
        case .findExchange(let name):
            output.declareExchange(Topology.Exchange(name: name, kind: .direct), passive: true)
        case .findQueue(let name): output.declareQueue(name, arguments: [:], passive: true)
        case .purgeQueue(let name): output.purge(queue: name)
        case .deleteQueue(let name): output.deleteQueue(name)
        case .deleteExchange(let name): output.deleteExchange(name)
        }
    }
}
