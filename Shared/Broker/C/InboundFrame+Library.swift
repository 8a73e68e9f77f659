import CRabbitMQ

extension InboundFrame {
    /// Copies a frame out of the library's memory.
    ///
    /// - Throws: `.protocolViolation` when its properties cannot be read.
    init(_ frame: amqp_frame_t, _ interner: inout StringInterner) throws(BrokerError) {
        switch unsafe frame.frame_type {
        case FrameType.method:
            let method = unsafe frame.payload.method
            unsafe self.init(method, &interner)
        case FrameType.header:
            let raw = unsafe frame.payload.properties.raw
            let bytes = unsafe UnsafeBufferPointer(
                start: raw.bytes?.assumingMemoryBound(to: UInt8.self), count: unsafe raw.bytes == nil ? 0 : raw.len)
            self = .header(
                bodyBytes: unsafe frame.payload.properties.body_size,
                properties: try MessageProperties(encoded: unsafe bytes.span, &interner))
        case FrameType.body:
            let fragment = unsafe frame.payload.body_fragment
            self = .body(unsafe [UInt8](UnsafeRawBufferPointer(start: fragment.bytes, count: fragment.len)))
        default:
            self = .unknown(0)
        }
    }

    private init(_ method: amqp_method_t, _ interner: inout StringInterner) {
        switch unsafe method.id {
        case InboundMethod.deliver:
            let fields = unsafe method.fields(as: amqp_basic_deliver_t.self)
            self = .deliver(
                DeliverMethod(
                    number: unsafe fields.delivery_tag, redelivered: unsafe fields.redelivered != 0,
                    exchange: unsafe interner.text(fields.exchange),
                    routingKey: unsafe interner.text(fields.routing_key)))
        case InboundMethod.acknowledge:
            let fields = unsafe method.fields(as: amqp_basic_ack_t.self)
            self = .confirm(number: fields.delivery_tag, multiple: fields.multiple != 0, isPositive: true)
        case InboundMethod.refuse:
            let fields = unsafe method.fields(as: amqp_basic_nack_t.self)
            self = .confirm(number: fields.delivery_tag, multiple: fields.multiple != 0, isPositive: false)
        case InboundMethod.returned:
            let fields = unsafe method.fields(as: amqp_basic_return_t.self)
            self = .returned(
                ReturnMethod(
                    code: unsafe fields.reply_code, text: unsafe fields.reply_text.text,
                    exchange: unsafe interner.text(fields.exchange),
                    routingKey: unsafe fields.routing_key.text))
        case InboundMethod.cancel:
            self = .consumerCancelled
        case InboundMethod.connectionBlocked:
            self = .blocked(reason: unsafe method.fields(as: amqp_connection_blocked_t.self).reason.text)
        case InboundMethod.connectionUnblocked:
            self = .unblocked
        case InboundMethod.channelClose:
            let fields = unsafe method.fields(as: amqp_channel_close_t.self)
            self = .channelClosed(
                ServerClose(
                    code: unsafe fields.reply_code, text: unsafe fields.reply_text.text,
                    classID: unsafe fields.class_id, methodID: unsafe fields.method_id))
        case InboundMethod.connectionClose:
            let fields = unsafe method.fields(as: amqp_connection_close_t.self)
            self = .connectionClosed(
                ServerClose(
                    code: unsafe fields.reply_code, text: unsafe fields.reply_text.text,
                    classID: unsafe fields.class_id, methodID: unsafe fields.method_id))
        case let id:
            self = unsafe Reply(id, method).map(InboundFrame.reply) ?? .unknown(id)
        }
    }
}

extension InboundFrame.Reply {
    /// The answer a method is; nil if it is none.
    fileprivate init?(_ id: UInt32, _ method: amqp_method_t) {
        switch id {
        case InboundMethod.channelOpenOK: self = .channelOpen
        case InboundMethod.channelCloseOK: self = .channelClosed
        case InboundMethod.connectionCloseOK: self = .connectionClosed
        case InboundMethod.confirmSelectOK: self = .confirmSelect
        case InboundMethod.qosOK: self = .qos
        case InboundMethod.consumeOK: self = .consume
        case InboundMethod.cancelOK: self = .cancel
        case InboundMethod.queueDeclareOK:
            let fields = unsafe method.fields(as: amqp_queue_declare_ok_t.self)
            self = .queue(
                messages: Int(unsafe fields.message_count), consumers: Int(unsafe fields.consumer_count))
        case InboundMethod.queuePurgeOK:
            self = .removed(messages: Int(unsafe method.fields(as: amqp_queue_purge_ok_t.self).message_count))
        case InboundMethod.queueDeleteOK:
            self = .removed(messages: Int(unsafe method.fields(as: amqp_queue_delete_ok_t.self).message_count))
        case InboundMethod.exchangeDeclareOK, InboundMethod.exchangeDeleteOK, InboundMethod.queueBindOK,
            InboundMethod.queueUnbindOK:
            self = .done
        default: return nil
        }
    }
}

extension amqp_method_t {
    /// The decoded fields; the library has made them for this method's number.
    fileprivate func fields<Fields>(as type: Fields.Type) -> Fields {
        unsafe decoded.assumingMemoryBound(to: type).pointee
    }
}

extension StringInterner {
    /// The text of the library's bytes.
    fileprivate mutating func text(_ bytes: amqp_bytes_t) -> String {
        guard let start = unsafe bytes.bytes else { return "" }
        let buffer = unsafe UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: bytes.len)
        return unsafe text(buffer.span)
    }
}
