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
