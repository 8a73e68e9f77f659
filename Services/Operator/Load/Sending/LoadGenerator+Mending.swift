import Contracts
import NIOCore
import NIOHTTP1

extension LoadGenerator {
    /// How long an applicant thinks before a correction, and before trying again when intake does not know of the
    /// request yet.
    ///
    /// - Units: nanoseconds.
    private static let thinking: Int64 = 1_000_000_000
    /// How often a correction is tried.
    private static let tries = 60
    /// The size of a document that is sent anew.
    private static let documentBytes = 30_000

    /// Sends the correction that is asked for.
    ///
    /// The generator reads the same event as intake does, and may be faster: a 409 says that intake does not ask for a
    /// correction yet, is counted as what it is, and leads to another try. Only the first pause is the applicant's own.
    func mend(_ effect: ApplicationLedger.Effect) async {
        guard case .correct(let application, let round, let items) = effect else { return }
        recorder.thought(application.number, nanoseconds: Self.thinking)
        var due = clock.now + Self.thinking
        var uploads: [String: String] = [:]
        for attempt in 1...Self.tries {
            guard await clock.wait(until: due, isStopped: { isStopped }) else { return }
            guard await upload(items, of: application, round: round, at: due, into: &uploads),
                let body = body(items, of: application, round: round, uploads: uploads)
            else { return }
            let request = LoadClient.Request(
                method: .POST, path: "/v1/submissions/\(application.number)/corrections",
                headers: [
                    ("Authorization", application.citizen.authorization),
                    ("Idempotency-Key", "\(application.key)-round-\(round)"), ("Content-Type", "application/json"),
                ], body: ByteBuffer(bytes: body))
            if await send(.correction, request, at: due) != nil { return }
            due += Self.thinking * Int64(min(attempt, 10))
        }
    }

    /// Uploads the documents that are asked for, once.
    /// - Returns: whether all of them are there.
    private func upload(
        _ items: [String], of application: FiledApplication, round: Int64, at due: Int64,
        into uploads: inout [String: String]
    ) async -> Bool {
        for item in items where uploads[item] == nil {
            guard let document = template.documents.first(where: { "/documents/\($0.kind)" == item }) else { continue }
            guard
                let id = await upload(
                    document, size: min(Self.documentBytes, document.maximumBytes), dice: UInt64(round),
                    by: application.citizen, key: "\(application.key)-round-\(round)-\(document.kind)", at: due)
            else { return false }
            uploads[item] = id
        }
        return true
    }

    private func body(
        _ items: [String], of application: FiledApplication, round: Int64, uploads: [String: String]
    ) -> [UInt8]? {
        var changes: [String: [String: JSONValue]] = [:]
        for item in items where uploads[item] == nil {
            let parts = item.split(separator: "/").map(String.init)
            guard parts.count == 2, let value = template.good(item, of: application.applicant) else { continue }
            changes[parts[0], default: [:]][parts[1]] = value
        }
        var body: [String: JSONValue] = ["round": .integer(round)]
        for (part, members) in changes { body[part] = .object(members) }
        let documents = template.documents.compactMap { document in
            uploads["/documents/\(document.kind)"].map { id in
                JSONValue.object(["kind": .string(document.kind), "id": .string(id)])
            }
        }
        if !documents.isEmpty { body["documents"] = .array(documents) }
        do throws(ContractViolation) {
            return try JSONValue.object(body).json()
        } catch {
            recorder.record { $0.dropped("encoding") }
            return nil
        }
    }
}
