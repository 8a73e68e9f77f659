import Contracts
import NIOCore
import NIOHTTP1

extension LoadGenerator {
    /// Uploads the documents of an application, each at its own intended start, then files it.
    func file(_ draw: RequestDraw, index: Int, at intended: Int64) async {
        let applicant = SyntheticApplicant(number: index, region: draw.region, seed: plan.seed)
        let citizen = citizen(index)
        let count = Int64(template.documents.count)
        var uploads: [String] = []
        var random = SeededRandom(seed: draw.dice)
        for (place, document) in template.documents.enumerated() {
            let due = intended - Self.lead + Int64(place) * Self.lead / max(count, 1)
            guard await clock.wait(until: due, isStopped: { isStopped }) else { return }
            let size = Self.size(plan.mix.documentKilobytes, atMost: document.maximumBytes, &random)
            let id = await upload(
                document, size: size, dice: random.next(), by: citizen, key: "\(run)-\(index)-\(place)", at: due)
            if let id { uploads.append(id) }
        }
        guard await clock.wait(until: intended, isStopped: { isStopped }) else { return }
        guard uploads.count == template.documents.count else {
            return recorder.record {
                $0.intended(.submit)
                $0.dropped("documents")
            }
        }
        let key = "\(run)-\(index)"
        let body: [UInt8]
        do throws(ContractViolation) {
            body = try template.body(applicant, outcome: draw.outcome, uploads: uploads).json()
        } catch {
            return recorder.record { $0.dropped("encoding") }
        }
        guard
            let answer = await send(
                .submit, filing(body, key: key, by: citizen), at: intended,
                isRight: {
                    Receipt($0.body) != nil
                }), let receipt = Receipt(answer.body)
        else { return }
        let application = FiledApplication(
            number: receipt.number, accessCode: receipt.accessCode, citizen: citizen, applicant: applicant,
            intended: intended, key: key, body: body)
        for effect in recorder.accepted(application) { await mend(effect) }
    }

    /// Uploads a document.
    /// - Returns: its id.
    func upload(
        _ document: ApplicationTemplate.Document, size: Int, dice: UInt64, by citizen: TokenPool.Citizen, key: String,
        at intended: Int64
    ) async -> String? {
        let content = DocumentSample.content(mediaType: document.mediaType, size: size, dice: dice)
        let request = LoadClient.Request(
            method: .POST, path: "/v1/documents",
            headers: [
                ("Authorization", citizen.authorization), ("Idempotency-Key", key),
                ("Content-Type", document.mediaType),
            ], body: ByteBuffer(bytes: content))
        guard let answer = await send(.document, request, at: intended) else { return nil }
        do throws(ContractViolation) {
            return try JSONValue(json: answer.body)["id"]?.string
        } catch {
            return nil
        }
    }

    /// Sends the correction that is asked for, at once.
    func mend(_ effect: ApplicationLedger.Effect) async {
        guard case .correct(let application, let round, let items) = effect, !isStopped else { return }
        let intended = clock.now
        var changes: [String: [String: JSONValue]] = [:]
        var documents: [JSONValue] = []
        for (place, item) in items.enumerated() {
            let parts = item.split(separator: "/").map(String.init)
            if parts.count == 2, parts[0] == "documents",
                let document = template.documents.first(where: { $0.kind == parts[1] })
            {
                let key = "\(application.key)-round-\(round)-\(place)"
                guard
                    let id = await upload(
                        document, size: 30_000, dice: UInt64(round), by: application.citizen, key: key, at: intended)
                else { return }
                documents.append(.object(["kind": .string(document.kind), "id": .string(id)]))
            } else if parts.count == 2, let value = template.good(item, of: application.applicant) {
                changes[parts[0], default: [:]][parts[1]] = value
            }
        }
        var body: [String: JSONValue] = ["round": .integer(round)]
        for (part, members) in changes { body[part] = .object(members) }
        if !documents.isEmpty { body["documents"] = .array(documents) }
        let bytes: [UInt8]
        do throws(ContractViolation) {
            bytes = try JSONValue.object(body).json()
        } catch {
            return recorder.record { $0.dropped("encoding") }
        }
        let request = LoadClient.Request(
            method: .POST, path: "/v1/submissions/\(application.number)/corrections",
            headers: [
                ("Authorization", application.citizen.authorization),
                ("Idempotency-Key", "\(application.key)-round-\(round)"), ("Content-Type", "application/json"),
            ], body: ByteBuffer(bytes: bytes))
        _ = await send(.correction, request, at: intended)
    }

    /// Draws a size.
    ///
    /// - Units: bytes.
    private static func size(
        _ kilobytes: ClosedRange<Double>, atMost most: Int, _ random: inout SeededRandom
    ) -> Int {
        let ratio = kilobytes.upperBound / kilobytes.lowerBound
        return min(most, Int(kilobytes.lowerBound * 1024 * ratio.power(random.unit())))
    }
}
