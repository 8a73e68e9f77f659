/// The names of the methods that a close can speak of.
enum AMQPMethod {
    /// The name of a method; its numbers if it has none here, `connection` if it is about none.
    ///
    /// - Source: AMQP 0-9-1 reference.
    static func name(class classID: UInt16, method methodID: UInt16) -> String {
        switch (classID, methodID) {
        case (0, 0): "connection"
        case (10, 40): "connection.open"
        case (20, 10): "channel.open"
        case (40, 10): "exchange.declare"
        case (40, 20): "exchange.delete"
        case (50, 10): "queue.declare"
        case (50, 20): "queue.bind"
        case (50, 30): "queue.purge"
        case (50, 40): "queue.delete"
        case (50, 50): "queue.unbind"
        case (60, 10): "basic.qos"
        case (60, 20): "basic.consume"
        case (60, 30): "basic.cancel"
        case (60, 40): "basic.publish"
        case (60, 80): "basic.ack"
        case (60, 90): "basic.reject"
        case (60, 120): "basic.nack"
        case (85, 10): "confirm.select"
        default: "method \(classID).\(methodID)"
        }
    }
}
