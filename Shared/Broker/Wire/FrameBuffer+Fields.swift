extension FrameBuffer {
    /// Appends a field value with its type letter.
    mutating func append(_ value: FieldValue) {
        switch value {
        case .string(let text):
            append(UInt8(ascii: "S"))
            appendLong(text.utf8)
        case .integer(let number):
            append(UInt8(ascii: "l"))
            append(UInt64(bitPattern: number))
        case .boolean(let truth):
            append(UInt8(ascii: "t"))
            append(UInt8(truth ? 1 : 0))
        case .double(let number):
            append(UInt8(ascii: "d"))
            append(number.bitPattern)
        case .decimal(let scale, let number):
            append(UInt8(ascii: "D"))
            append(scale)
            append(number)
        case .bytes(let bytes):
            append(UInt8(ascii: "x"))
            appendLong(bytes)
        case .timestamp(let seconds):
            append(UInt8(ascii: "T"))
            append(seconds)
        case .table(let entries):
            append(UInt8(ascii: "F"))
            appendTable(entries)
        case .array(let values):
            append(UInt8(ascii: "A"))
            let mark = openLength()
            for value in values { append(value) }
            closeLength(mark)
        case .null:
            append(UInt8(ascii: "V"))
        }
    }

    /// Appends a table with sorted keys.
    mutating func appendTable(_ entries: [String: FieldValue]) {
        appendTable(entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// Appends a table in the order given.
    mutating func appendTable(_ entries: [(String, FieldValue)]) {
        let mark = openLength()
        for (name, value) in entries {
            appendShort(name)
            append(value)
        }
        closeLength(mark)
    }

    /// Appends the flags and values of properties, as a content header carries them, stamped with a user if there is
    /// one.
    mutating func append(_ properties: MessageProperties, stamping user: String?) {
        let user = user ?? properties.userID
        var flags = PropertyFlag.deliveryMode
        if properties.contentType != nil { flags |= PropertyFlag.contentType }
        if !properties.headers.isEmpty { flags |= PropertyFlag.headers }
        if properties.correlationID != nil { flags |= PropertyFlag.correlationID }
        if properties.messageID != nil { flags |= PropertyFlag.messageID }
        if properties.timestamp != nil { flags |= PropertyFlag.timestamp }
        if properties.type != nil { flags |= PropertyFlag.type }
        if user != nil { flags |= PropertyFlag.userID }
        if properties.appID != nil { flags |= PropertyFlag.appID }
        append(flags)
        if let text = properties.contentType { appendShort(text) }
        if !properties.headers.isEmpty { appendTable(properties.headers) }
        append(UInt8(properties.persistent ? 2 : 1))
        if let text = properties.correlationID { appendShort(text) }
        if let text = properties.messageID { appendShort(text) }
        if let seconds = properties.timestamp { append(seconds) }
        if let text = properties.type { appendShort(text) }
        if let user { appendShort(user) }
        if let text = properties.appID { appendShort(text) }
    }
}
