import Contracts
import Crypto
import Hummingbird
import ServiceRuntime

extension IntakeRoutes {
    /// Adds corrections and withdrawals.
    func addAmendments(to router: Router<HTTPContext>) {
        router.post("/v1/submissions/:number/corrections") { request, context in
            let receipt = try await amending.correct(try await amendment(request, context))
            return try Response.json(receipt, status: .accepted)
        }
        router.post("/v1/submissions/:number/withdrawal") { request, context in
            let receipt = try await amending.withdraw(try await amendment(request, context))
            return try Response.json(receipt, status: .accepted)
        }
    }

    private func amendment(_ request: Request, _ context: HTTPContext) async throws -> AmendmentRequest {
        let principal = try sender(context)
        let key = try idempotencyKey(request)
        try request.requireJSON()
        let code = accessCode(request)
        let number = try access.admit(context.parameters.get("number") ?? "", principal: principal, code: code)
        let bytes = try await request.bytes(upTo: Self.jsonBytes)
        let body: JSONValue
        do throws(ContractViolation) {
            body = try JSONValue(json: bytes)
        } catch {
            throw Problem.malformed("The body is not JSON.", faults: error.faults.map(Problem.Fault.init))
        }
        return AmendmentRequest(
            number: number, principal: principal, accessCode: code, key: key, bodyHash: Array(SHA256.hash(data: bytes)),
            body: body, traceparent: traceparent)
    }
}
