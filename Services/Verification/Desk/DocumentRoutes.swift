import Contracts
import Database
import Documents
import Foundation
import Hummingbird
import Logging
import Metrics
import Pipeline
import Sealing
import ServiceRuntime

/// Where agencies fetch the documents of a check: `GET /v1/checks/{checkId}/documents/{id}` with the check's own token.
struct DocumentRoutes: Sendable {
    let engine: Engine
    let catalogue: Catalogue
    let keyRing: KeyRing
    let store: EncryptedDocumentStore
    let metrics: VerificationMetrics

    /// Adds the route; it stands outside the officers' authentication.
    func add(to router: Router<HTTPContext>) {
        router.get("/v1/checks/:check/documents/:document") { request, context in
            try await fetch(request, context)
        }
    }

    private func fetch(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let pass = try pass(request, context)
        guard let text = context.parameters.get("document"),
            // Whatever is not an id is not a document.
            let id = try? DocumentID(parsing: text)
        else { throw Problem.notFound() }
        let document = try await admitted(id, pass)
        let stream: DocumentStream
        do throws(DocumentError) {
            stream = try await store.get(id)
        } catch {
            engine.logger.error("a check's document cannot be read", error: error)
            throw error == .notFound ? Problem.notFound() : Problem.unavailable("The document cannot be read now.")
        }
        metrics.documents.increment()
        return Response(
            status: .ok,
            headers: [
                .contentType: document.mediaType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(document.kind.value)\"",
            ],
            body: ResponseBody(contentLength: Int(stream.sizeBytes)) { writer in
                for try await chunk in stream { try await writer.write(ByteBuffer(bytes: chunk)) }
                try await writer.finish(nil)
            })
    }

    /// The token, when it is one of ours, for this check, and has not ended.
    private func pass(_ request: Request, _ context: HTTPContext) throws(Problem) -> DocumentPass {
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let pass = DocumentPass(token: String(parts[1]), keyRing)
        else { throw .unauthorized("The check's documentAccess is needed as a bearer token.") }
        guard context.parameters.get("check") == pass.check.description else { throw .notFound() }
        guard pass.endsAt >= Timestamp.now() else { throw .unauthorized("The token has ended.") }
        return pass
    }

    /// The document, when the check is open and may see it; the read is logged before the first byte.
    private func admitted(_ id: DocumentID, _ pass: DocumentPass) async throws -> DocumentReference {
        try await engine.perform { unit in
            let rows = try await unit.transaction.query(
                """
                SELECT c.submission_id, c.check_code, s.service_code, s.service_version, s.documents FROM checks c \
                JOIN submissions s ON s.region = c.region AND s.id = c.submission_id \
                WHERE c.region = \(pass.region.digits) AND c.id = \(pass.check.uuid) \
                AND c.agency = \(pass.agency.value) AND c.standing IN ('asked', 'waiting')
                """, as: OpenCheck.self)
            guard let row = rows.first,
                let definition = catalogue.service(row.service, in: pass.region)?.check(pass.agency, row.check),
                let document = row.documents.first(where: { $0.id == id }),
                definition.documents.contains(document.kind)
            else { throw Problem.notFound() }
            unit.log(
                UnitOfWork.Access(
                    region: pass.region, submission: row.submission, principal: pass.agency.value, role: "agency",
                    purpose: definition.purpose, fields: ["/documents/\(document.kind.value)"]))
            return document
        }
    }
}

/// An open check with what its agency may fetch.
private struct OpenCheck: RowDecodable {
    let submission: SubmissionID
    let check: CheckCode
    let service: ServiceReference
    let documents: [DocumentReference]

    init(row: inout Row) throws(DatabaseError) {
        submission = SubmissionID(try row.next() as UUID)
        check = try row.code()
        service = ServiceReference(code: try row.code(), version: try row.count())
        documents = try row.json()
    }
}
