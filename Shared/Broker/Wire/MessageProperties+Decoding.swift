extension MessageProperties {
    /// Reads the flags and values of a content header; what we do not use is skipped.
    ///
    /// - Throws: `.protocolViolation` when the bytes are not properties.
    init(encoded bytes: Span<UInt8>, _ interner: inout StringInterner) throws(BrokerError) {
        self.init(persistent: false)
        var reader = FieldReader()
        let flags = try reader.number(UInt16.self, bytes)
        var more = flags & PropertyFlag.more != 0
        while more { more = try reader.number(UInt16.self, bytes) & PropertyFlag.more != 0 }
        if flags & PropertyFlag.contentType != 0 { contentType = try reader.short(bytes, &interner) }
        if flags & PropertyFlag.contentEncoding != 0 { _ = try reader.short(bytes, &interner) }
        if flags & PropertyFlag.headers != 0 { headers = try reader.table(bytes, &interner) }
        if flags & PropertyFlag.deliveryMode != 0 { persistent = try reader.byte(bytes) == 2 }
        if flags & PropertyFlag.priority != 0 { _ = try reader.byte(bytes) }
        if flags & PropertyFlag.correlationID != 0 { correlationID = try reader.short(bytes) }
        if flags & PropertyFlag.replyTo != 0 { _ = try reader.short(bytes, &interner) }
        if flags & PropertyFlag.expiration != 0 { _ = try reader.short(bytes, &interner) }
        if flags & PropertyFlag.messageID != 0 { messageID = try reader.short(bytes) }
        if flags & PropertyFlag.timestamp != 0 { timestamp = try reader.number(UInt64.self, bytes) }
        if flags & PropertyFlag.type != 0 { type = try reader.short(bytes, &interner) }
        if flags & PropertyFlag.userID != 0 { userID = try reader.short(bytes, &interner) }
        if flags & PropertyFlag.appID != 0 { appID = try reader.short(bytes, &interner) }
        if flags & PropertyFlag.clusterID != 0 { _ = try reader.short(bytes, &interner) }
    }
}
