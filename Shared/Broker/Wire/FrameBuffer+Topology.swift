extension FrameBuffer {
    private mutating func method(_ id: UInt32, _ fields: (inout FrameBuffer) -> Void) {
        let mark = beginFrame(FrameType.method, channel: theChannel)
        append(id)
        append(UInt16(0))
        fields(&self)
        endFrame(mark)
    }

    /// Appends `exchange.declare`; passive = only look whether it is there.
    mutating func declareExchange(_ exchange: Topology.Exchange, passive: Bool) {
        method(0x0028_000A) {
            $0.appendShort(exchange.name)
            $0.appendShort(exchange.kind.rawValue)
            $0.append(UInt8((passive ? 0b1 : 0) | (exchange.isDurable ? 0b10 : 0)))
            $0.appendTable(exchange.arguments)
        }
    }

    /// Appends `exchange.delete`.
    mutating func deleteExchange(_ name: String) {
        method(0x0028_0014) {
            $0.appendShort(name)
            $0.append(UInt8(0))
        }
    }

    /// Appends `queue.declare` of a durable queue; passive = only look whether it is there.
    mutating func declareQueue(_ name: String, arguments: [String: FieldValue], passive: Bool) {
        method(0x0032_000A) {
            $0.appendShort(name)
            $0.append(UInt8((passive ? 0b1 : 0) | 0b10))
            $0.appendTable(arguments)
        }
    }

    /// Appends `queue.bind`.
    mutating func bind(_ binding: Topology.Binding) {
        method(0x0032_0014) {
            $0.appendShort(binding.destination)
            $0.appendShort(binding.source)
            $0.appendShort(binding.routingKey)
            $0.append(UInt8(0))
            $0.append(UInt32(0))
        }
    }

    /// Appends `queue.unbind`.
    mutating func unbind(_ binding: Topology.Binding) {
        method(0x0032_0032) {
            $0.appendShort(binding.destination)
            $0.appendShort(binding.source)
            $0.appendShort(binding.routingKey)
            $0.append(UInt32(0))
        }
    }

    /// Appends `queue.purge`.
    mutating func purge(queue: String) {
        method(0x0032_001E) {
            $0.appendShort(queue)
            $0.append(UInt8(0))
        }
    }

    /// Appends `queue.delete`.
    mutating func deleteQueue(_ name: String) {
        method(0x0032_0028) {
            $0.appendShort(name)
            $0.append(UInt8(0))
        }
    }
}
