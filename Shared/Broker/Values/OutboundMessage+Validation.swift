extension OutboundMessage {
    /// What makes the message impossible to send, nil if nothing does; the broker would close the channel over it.
    ///
    /// The user is the connection's, the only one that `userID` may name.
    func fault(user: String, maximumBodyBytes: Int) -> BrokerError? {
        if body.count > maximumBodyBytes {
            return .invalidMessage("the body has \(body.count) bytes, the limit is \(maximumBodyBytes)")
        }
        if !exchange.fitsShortString { return .invalidMessage("the exchange name is longer than 255 bytes") }
        if !routingKey.fitsShortString { return .invalidMessage("the routing key is longer than 255 bytes") }
        return properties.fault(user: user)
    }
}

extension MessageProperties {
    /// What makes the properties impossible to send, nil if nothing does.
    func fault(user: String) -> BrokerError? {
        if let userID, userID != user {
            return .invalidMessage("the user id differs from the connection's user")
        }
        if !(contentType?.fitsShortString ?? true) { return .invalidMessage("content type longer than 255 bytes") }
        if !(messageID?.fitsShortString ?? true) { return .invalidMessage("message id longer than 255 bytes") }
        if !(type?.fitsShortString ?? true) { return .invalidMessage("type longer than 255 bytes") }
        if !(correlationID?.fitsShortString ?? true) { return .invalidMessage("correlation id longer than 255 bytes") }
        if !(appID?.fitsShortString ?? true) { return .invalidMessage("app id longer than 255 bytes") }
        for (name, value) in headers {
            if name.isEmpty || !name.fitsShortString {
                return .invalidMessage("a header's name is empty or longer than 255 bytes")
            }
            if !value.hasEncodableKeys { return .invalidMessage("a nested header's name is longer than 255 bytes") }
        }
        return nil
    }
}

extension String {
    /// Whether the text fits AMQP's short string of at most 255 bytes.
    var fitsShortString: Bool { utf8.count <= 255 }
}

extension FieldValue {
    /// Whether every key of every nested table can be written.
    var hasEncodableKeys: Bool {
        switch self {
        case .table(let entries): entries.allSatisfy { $0.key.fitsShortString && $0.value.hasEncodableKeys }
        case .array(let values): values.allSatisfy(\.hasEncodableKeys)
        default: true
        }
    }
}
