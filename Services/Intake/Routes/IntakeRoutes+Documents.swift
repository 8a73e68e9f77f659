import Contracts
import Documents
import Hummingbird
import ServiceRuntime

extension IntakeRoutes {
    /// Adds the intake of documents: the raw content, straight into the encrypted store.
    func addDocuments(to router: Router<HTTPContext>) {
        router.post("/v1/documents") { request, context in
            let principal = try sender(context)
            let key = try optionalIdempotencyKey(request)
            try checkDeclaredType(request)
            let requirement = try await requirement(request)
            let limit = min(uploads.limits.documentBytes, requirement?.maximumBytes ?? .max)
            let chunks = try request.chunks(upTo: limit)
            try await uploads.admit(principal.subject)
            let (receipt, isRepeat) = try await uploads.take(
                chunks, from: principal.subject, key: key, requirement: requirement)
            return try Response.json(receipt, status: isRepeat ? .ok : .created)
        }
    }

    /// Refuses forms and texts before anything is read; what a document is, its content tells.
    private func checkDeclaredType(_ request: Request) throws(Problem) {
        let accepted = DocumentMediaType.allCases.map(\.rawValue)
        guard let declared = request.headers[.contentType]?.split(separator: ";").first?.lowercased() else { return }
        guard declared == "application/octet-stream" || accepted.contains(declared) else {
            throw .unsupportedMediaType(accepted)
        }
    }

    /// What the catalogue says about the kind of document, when the query names service, region and kind.
    /// - Throws: 422 for a service or a kind that is not there.
    private func requirement(_ request: Request) async throws -> DocumentRequirement? {
        let query = request.uri.queryParameters
        guard let service = query.get("service"), let region = query.get("region"), let kind = query.get("kind") else {
            return nil
        }
        guard let region = RegionCode(reading: region), let found = try await regions.find(region) else {
            throw unknown("region")
        }
        guard let code = ServiceCode(reading: service),
            let definition = catalogue.current(code, in: region, on: Timestamp.now().date(in: found.zone))
        else { throw unknown("service") }
        guard let requirement = DocumentKind(reading: kind).flatMap(definition.document) else { throw unknown("kind") }
        return requirement
    }

    private func unknown(_ parameter: String) -> Problem {
        .invalid([Problem.Fault(pointer: parameter, code: "unknown", message: "is not in the catalogue")])
    }
}
