package import Hummingbird
import Telemetry

extension Problem {
    /// The answer that tells the client.
    package func response(requestID: String) -> Response {
        var fields: HTTPFields = [.contentType: "application/problem+json"]
        if let retryAfterSeconds { fields[.retryAfter] = String(retryAfterSeconds) }
        for (name, value) in headers {
            if let name = HTTPFields.Element.Name(name) { fields[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: body(requestID: requestID))))
    }

    /// The JSON of the answer.
    func body(requestID: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("type", type)
            json.field("title", title)
            json.key("status")
            json.literal(String(status))
            if let detail { json.field("detail", detail) }
            if !requestID.isEmpty { json.field("instance", "urn:mpp:request:\(requestID)") }
            if !faults.isEmpty {
                json.key("faults")
                json.array { json in
                    for fault in faults {
                        json.object { json in
                            json.field("pointer", fault.pointer)
                            json.field("code", fault.code)
                            json.field("message", fault.message)
                        }
                    }
                }
            }
        }
        return json.bytes
    }
}
