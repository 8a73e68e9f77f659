/// The one channel that each connection uses.
let theChannel: UInt16 = 1

extension FrameBuffer {
    private mutating func method(_ id: UInt32, channel: UInt16 = theChannel, _ fields: (inout FrameBuffer) -> Void) {
        let mark = beginFrame(FrameType.method, channel: channel)
        append(id)
        fields(&self)
        endFrame(mark)
    }

    /// Appends `channel.open`.
    mutating func channelOpen() { method(0x0014_000A) { $0.append(UInt8(0)) } }

    /// Appends `channel.close-ok`.
    mutating func channelCloseOK() { method(0x0014_0029) { _ in } }

    /// Appends `connection.close` for a normal end.
    mutating func connectionClose() {
        method(0x000A_0032, channel: 0) {
            $0.append(UInt16(200))
            $0.appendShort("closed")
            $0.append(UInt32(0))
        }
    }

    /// Appends `connection.close-ok`.
    mutating func connectionCloseOK() { method(0x000A_0033, channel: 0) { _ in } }

    /// Appends a heartbeat.
    mutating func heartbeat() { endFrame(beginFrame(FrameType.heartbeat, channel: 0)) }

    /// Appends `confirm.select`.
    mutating func confirmSelect() { method(0x0055_000A) { $0.append(UInt8(0)) } }

    /// Appends `basic.qos` for each consumer of the channel.
    mutating func qos(prefetch: UInt16) {
        method(0x003C_000A) {
            $0.append(UInt32(0))
            $0.append(prefetch)
            $0.append(UInt8(0))
        }
    }

    /// Appends `basic.consume` with manual acknowledgement.
    mutating func consume(queue: String, consumerTag: String) {
        method(0x003C_0014) {
            $0.append(UInt16(0))
            $0.appendShort(queue)
            $0.appendShort(consumerTag)
            $0.append(UInt8(0))
            $0.append(UInt32(0))
        }
    }

    /// Appends `basic.cancel`.
    mutating func cancel(consumerTag: String) {
        method(0x003C_001E) {
            $0.appendShort(consumerTag)
            $0.append(UInt8(0))
        }
    }

    /// Appends `basic.ack`.
    mutating func acknowledge(_ number: UInt64, multiple: Bool) {
        method(0x003C_0050) {
            $0.append(number)
            $0.append(UInt8(multiple ? 1 : 0))
        }
    }

    /// Appends `basic.reject`.
    mutating func reject(_ number: UInt64, requeue: Bool) {
        method(0x003C_005A) {
            $0.append(number)
            $0.append(UInt8(requeue ? 1 : 0))
        }
    }

    /// Appends `basic.nack` that hands one delivery back to its queue.
    mutating func handBack(_ number: UInt64) {
        method(0x003C_0078) {
            $0.append(number)
            $0.append(UInt8(0b10))
        }
    }

    /// Appends a message: `basic.publish`, its header and its body in as many frames as it needs.
    ///
    /// - Returns: false, and nothing is appended, if its properties do not fit one frame.
    mutating func publish(_ message: OutboundMessage, stamping user: String?) -> Bool {
        let start = end
        let method = beginFrame(FrameType.method, channel: theChannel)
        append(UInt32(0x003C_0028))
        append(UInt16(0))
        appendShort(message.exchange)
        appendShort(message.routingKey)
        append(UInt8(message.mandatory ? 1 : 0))
        endFrame(method)
        let header = beginFrame(FrameType.header, channel: theChannel)
        append(UInt32(0x003C_0000))
        append(UInt64(message.body.count))
        append(message.properties, stamping: user)
        guard endFrame(header) <= maximumFrameBytes else {
            rollBack(to: start)
            return false
        }
        let room = maximumFrameBytes - FrameType.overhead
        if message.body.count <= room {
            guard !message.body.isEmpty else { return true }
            let body = beginFrame(FrameType.body, channel: theChannel)
            append(message.body)
            endFrame(body)
        } else {
            for offset in stride(from: 0, to: message.body.count, by: room) {
                let body = beginFrame(FrameType.body, channel: theChannel)
                append(message.body[offset..<min(offset + room, message.body.count)])
                endFrame(body)
            }
        }
        return true
    }
}
