import Contracts
import NIOCore
import NIOHTTP1

/// One application filed before a run: proof that the target takes what the run sends, and the first that can be looked
/// up.
enum WarmUp {
    /// Files it.
    /// - Throws: `CommandFailure` with what the target answered instead of a receipt.
    static func file(
        _ plan: LoadPlan, run: String, template: ApplicationTemplate, tokens: TokenPool, client: LoadClient
    ) async throws -> FiledApplication {
        let citizen = tokens.citizen(0)
        var random = SeededRandom(seed: plan.seed)
        // A number beyond those of the run, another for each generator.
        let applicant = SyntheticApplicant(
            number: SyntheticApplicant.population - plan.share.place, region: plan.regions.draw(&random),
            seed: plan.seed)
        var uploads: [String] = []
        for document in template.documents {
            let content = DocumentSample.content(
                mediaType: document.mediaType, size: min(20_000, document.maximumBytes), dice: random.next())
            let answer = try await send(
                LoadClient.Request(
                    method: .POST, path: "/v1/documents",
                    headers: [("Authorization", citizen.authorization), ("Content-Type", document.mediaType)],
                    body: ByteBuffer(bytes: content)), client)
            uploads.append(answer["id"]?.string ?? "")
        }
        let key = "\(run)-\(plan.share.place)-warm-up"
        let body = try template.body(applicant, outcome: .issued, uploads: uploads).json()
        let receipt = try await send(
            LoadClient.Request(
                method: .POST, path: "/v1/submissions",
                headers: [
                    ("Authorization", citizen.authorization), ("Idempotency-Key", key),
                    ("Content-Type", "application/json"),
                ], body: ByteBuffer(bytes: body)), client)
        guard let number = receipt["number"]?.string, let code = receipt["accessCode"]?.string else {
            throw CommandFailure.fault("the target's receipt for a first application has no number")
        }
        return FiledApplication(
            number: number, accessCode: code, citizen: citizen, applicant: applicant, intended: 0, key: key, body: body)
    }

    private static func send(_ request: LoadClient.Request, _ client: LoadClient) async throws -> JSONValue {
        switch await client.send(request) {
        case .failure(let failure):
            throw CommandFailure.unavailable("the target does not answer to \(request.path): \(failure.rawValue)")
        case .success(let answer):
            guard answer.status == 201 else {
                throw CommandFailure.fault(
                    "the target does not take a first application: it answers \(answer.status) to \(request.path):\n"
                        + String(decoding: answer.body.prefix(2000), as: UTF8.self))
            }
            return try JSONValue(json: answer.body)
        }
    }
}
