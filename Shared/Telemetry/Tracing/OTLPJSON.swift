import Tracing

/// The body of an OTLP/HTTP trace export in JSON.
///
/// - Source: OTLP 1.x, JSON encoding: ids in hexadecimal, 64-bit integers as strings, enumerations as numbers.
enum OTLPJSON {
    /// Encodes the spans of one service.
    static func encode(_ spans: [FinishedSpan], resource: [(String, String)]) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 512 * spans.count)
        json.object { json in
            json.key("resourceSpans")
            json.array { json in
                json.object { json in
                    json.key("resource")
                    json.object { json in
                        json.key("attributes")
                        json.array { json in
                            for (key, value) in resource { attribute(key, .string(value), to: &json) }
                        }
                    }
                    json.key("scopeSpans")
                    json.array { json in
                        json.object { json in
                            json.key("scope")
                            json.object { $0.field("name", "mpp") }
                            json.key("spans")
                            json.array { json in
                                for span in spans { write(span, to: &json) }
                            }
                        }
                    }
                }
            }
        }
        return json.bytes
    }

    private static func write(_ span: FinishedSpan, to json: inout JSONWriter) {
        json.object { json in
            json.field("traceId", span.context.traceID.description)
            json.field("spanId", Hex.text(span.context.spanID))
            if let parent = span.parent { json.field("parentSpanId", Hex.text(parent)) }
            if let state = span.context.tracestate { json.field("traceState", state) }
            json.field("name", span.name)
            json.key("kind")
            json.literal(String(number(of: span.kind)))
            json.field("startTimeUnixNano", String(span.start))
            json.field("endTimeUnixNano", String(max(span.end, span.start)))
            attributes(span.attributes, to: &json)
            if !span.events.isEmpty {
                json.key("events")
                json.array { json in
                    for event in span.events {
                        json.object { json in
                            json.field("timeUnixNano", String(event.nanosecondsSinceEpoch))
                            json.field("name", event.name)
                            attributes(event.attributes, to: &json)
                        }
                    }
                }
            }
            if !span.links.isEmpty {
                json.key("links")
                json.array { json in
                    for link in span.links {
                        json.object { json in
                            json.field("traceId", link.traceID.description)
                            json.field("spanId", Hex.text(link.spanID))
                        }
                    }
                }
            }
            if let status = span.status {
                json.key("status")
                json.object { json in
                    json.key("code")
                    json.literal(status.code == .ok ? "1" : "2")
                    if let message = status.message { json.field("message", Redactor.redact(message)) }
                }
            }
        }
    }

    private static func number(of kind: SpanKind) -> Int {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }

    private static func attributes(_ attributes: SpanAttributes, to json: inout JSONWriter) {
        guard !attributes.isEmpty else { return }
        var all: [(key: String, value: SpanAttribute)] = []
        attributes.forEach { key, value in all.append((key, value)) }
        all.sort { $0.key < $1.key }
        json.key("attributes")
        json.array { json in
            for (key, value) in all { attribute(key, value, to: &json) }
        }
    }

    private static func attribute(_ key: String, _ value: SpanAttribute, to json: inout JSONWriter) {
        json.object { json in
            json.field("key", key)
            json.key("value")
            write(value, to: &json)
        }
    }

    private static func write(_ value: SpanAttribute, to json: inout JSONWriter) {
        json.object { json in
            switch value {
            case .int32(let number): json.field("intValue", String(number))
            case .int64(let number): json.field("intValue", String(number))
            case .double(let number):
                json.key("doubleValue")
                if number.isFinite {
                    json.literal(String(number))
                } else {
                    json.string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
                }
            case .bool(let flag):
                json.key("boolValue")
                json.literal(flag ? "true" : "false")
            case .string(let text): json.field("stringValue", Redactor.redact(text))
            case .stringConvertible(let value): json.field("stringValue", Redactor.redact(value.description))
            case .int32Array(let values): write(values.map { .int32($0) }, to: &json)
            case .int64Array(let values): write(values.map { .int64($0) }, to: &json)
            case .doubleArray(let values): write(values.map { .double($0) }, to: &json)
            case .boolArray(let values): write(values.map { .bool($0) }, to: &json)
            case .stringArray(let values): write(values.map { .string($0) }, to: &json)
            case .stringConvertibleArray(let values): write(values.map { .string($0.description) }, to: &json)
            default: json.field("stringValue", "")
            }
        }
    }

    private static func write(_ elements: [SpanAttribute], to json: inout JSONWriter) {
        json.key("arrayValue")
        json.object { json in
            json.key("values")
            json.array { json in
                for element in elements { write(element, to: &json) }
            }
        }
    }
}
