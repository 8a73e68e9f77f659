extension Envelope {
    /// The attributes as AMQP properties.
    public var wire: WireProperties {
        var headers: [(String, WireValue)] = [
            (WireNames.Header.specVersion, .string(WireNames.specVersion)),
            (WireNames.Header.id, .string(id.value)),
            (WireNames.Header.type, .string(type.rawValue)),
            (WireNames.Header.source, .string(source.description)),
            (WireNames.Header.subject, .string(subject.description)),
            (WireNames.Header.time, .string(time.rfc3339)),
            (WireNames.Header.dataSchema, .string(type.dataSchema)),
            (WireNames.Header.region, .string(region.digits)),
            (WireNames.Header.attempt, .integer(Int64(attempt))),
        ]
        headers.reserveCapacity(13)
        if let sequence { headers.append((WireNames.Header.sequence, .integer(Int64(sequence)))) }
        if let causation { headers.append((WireNames.Header.causation, .string(causation.value))) }
        if let traceparent { headers.append((WireNames.Header.traceparent, .string(traceparent))) }
        if let tracestate { headers.append((WireNames.Header.tracestate, .string(tracestate))) }
        return WireProperties(
            contentType: WireNames.contentType, messageID: id.value, type: type.rawValue,
            correlationID: subject.description, appID: source.description,
            timestampSeconds: UInt64(max(0, time.secondsSince1970)), headers: headers)
    }

    /// Reads and checks the attributes.
    ///
    /// - Shape: the CloudEvents attributes and `mpp-region` are required; a native property that contradicts them is a
    ///   fault; a malformed trace header is left out, as W3C asks.
    /// - Throws: `ContractViolation` with every fault; its pointers are `/` and the header's name.
    public init(wire: WireProperties) throws(ContractViolation) {
        var reader = HeaderReader(wire: wire)
        let version = reader.text(WireNames.Header.specVersion)
        if let version, version != WireNames.specVersion {
            reader.faults.add(JSONPointer.token(WireNames.Header.specVersion), "version", "must be 1.0")
        }
        let id = reader.value(WireNames.Header.id, MessageID.init(_:))
        let type = reader.text(WireNames.Header.type).map(MessageType.init(rawValue:))
        let source = reader.value(WireNames.Header.source, MessageSource.init(parsing:))
        let subject = reader.value(WireNames.Header.subject, SubmissionID.init(parsing:))
        let time = reader.text(WireNames.Header.time).flatMap { Timestamp(rfc3339: $0) }
        if time == nil, reader.isPresent(WireNames.Header.time) {
            reader.faults.add(JSONPointer.token(WireNames.Header.time), "time", "must be an RFC 3339 time")
        }
        let region = reader.value(WireNames.Header.region, RegionCode.init)
        let sequence = reader.count(WireNames.Header.sequence)
        let attempt = reader.count(WireNames.Header.attempt)
        let causation =
            reader.isPresent(WireNames.Header.causation)
            ? reader.value(WireNames.Header.causation, MessageID.init(_:)) : nil
        reader.match(WireNames.Header.dataSchema, type?.dataSchema)
        reader.match("message_id", wire.messageID, id?.value)
        reader.match("type", wire.type, type?.rawValue)
        reader.match("correlation_id", wire.correlationID, subject?.description)
        if let source, let region, source.region != region {
            reader.faults.add(JSONPointer.token(WireNames.Header.region), "mismatch", "must be the source's region")
        }
        try reader.faults.finish()
        guard let id, let type, let source, let subject, let time else {
            throw ContractViolation(code: "required", message: "an attribute is missing")
        }
        self.init(
            id: id, type: type, source: source, subject: subject, time: time, sequence: sequence,
            causation: causation, attempt: attempt ?? 1,
            traceparent: reader.optional(WireNames.Header.traceparent).flatMap(Envelope.traceparent),
            tracestate: reader.optional(WireNames.Header.tracestate))
        if traceparent == nil { tracestate = nil }
    }

    /// The text when it is a trace parent of a known shape.
    private static func traceparent(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count == 55, bytes[2] == UInt8(ascii: "-"), bytes[35] == UInt8(ascii: "-"),
            bytes[52] == UInt8(ascii: "-")
        else { return nil }
        for (index, byte) in bytes.enumerated() where index != 2 && index != 35 && index != 52 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): continue
            default: return nil
            }
        }
        return text
    }
}
