import Contracts
package import Hummingbird
package import ServiceRuntime

/// Shows the proofs of records: `GET /v1/records/{number}/proof`, for records officers (*arsiparis*) of the region and
/// for the ministry.
package struct ProofRoutes: Sendable {
    private let reader: ProofReader

    /// Makes the routes.
    package init(reader: ProofReader) { self.reader = reader }

    /// Adds them to a router.
    package func add(to router: Router<HTTPContext>) {
        router.get("/v1/records/:number/proof") { _, context in
            let principal = try context.require(.recordsOfficer, .ministry)
            let number: SubmissionNumber
            let region: RegionCode
            do throws(ContractViolation) {
                number = try SubmissionNumber(parsing: context.parameters.get("number") ?? "")
                region = try RegionCode(String(number.value.prefix(4)))
            } catch {
                throw Problem.notFound("There is no such number.")
            }
            try principal.require(region: region.digits)
            guard let proof = try await reader.proof(of: number, in: region) else { throw Problem.notFound() }
            return try Response.json(proof)
        }
    }
}
