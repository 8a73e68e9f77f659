import Contracts
import Hummingbird
import ServiceRuntime

extension IntakeRoutes {
    /// Adds the filing of applications.
    func addSubmissions(to router: Router<HTTPContext>) {
        router.post("/v1/submissions") { request, context in
            let principal = try sender(context)
            let key = try idempotencyKey(request)
            try request.requireJSON()
            try desk.admit()
            let body = try await request.bytes(upTo: Self.jsonBytes)
            let (receipt, isRepeat) = try await desk.file(
                body, key: key, principal: principal, traceparent: traceparent)
            var headers = HTTPFields()
            headers[.location] = "/v1/submissions/\(receipt.number.value)"
            return Response.json(
                bytes: try ContractCoding.json(receipt), status: isRepeat ? .ok : .created, headers: headers)
        }
    }
}
