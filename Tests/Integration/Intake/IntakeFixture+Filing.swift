import Contracts
import Foundation
import IntakeService
import Sealing
import TestSupport
import Testing

extension IntakeFixture {
    /// The work of a replica of its own.
    func work() -> FilingWork {
        let keyRing = keyRing
        return FilingWork(
            engine: engine,
            receipts: ReceiptStore(publicURL: "https://mpp.example.invalid") { try keyRing.accessCode(for: $0) },
            firstNudgeSeconds: 60)
    }

    /// An application past its checks, with a document of its own.
    func filing(person: Int, subject: String, key: String, bodyHash: [UInt8] = [1]) async throws -> Filing {
        let token = try await token(subject)
        let document = try await upload(token)
        let service = try ServiceDefinition(SampleService.definition)
        let requirement = try #require(service.document(try DocumentKind("str")))
        let submission = SubmissionID.make()
        let region = try region
        func sealed(_ name: SealedPartName) throws -> SealedPart {
            try keyRing.seal([1, 2, 3], part: name, submission: submission, region: region, schemaVersion: 1)
        }
        return Filing(
            submission: submission, number: .make(region: region), region: region,
            owner: RequestKey(subject: subject, key: key), bodyHash: bodyHash, service: service.reference,
            channel: .selfService, assistedBy: nil, identityKind: .nik, assuranceLevel: .low, language: .indonesian,
            person: try keyRing.lookupHash(
                of: try NationalID(SampleService.nik(person), allowSynthetic: true), region: region),
            deadlineRule: service.standard.duration,
            documents: [
                Filing.ChosenDocument(
                    id: try DocumentID(parsing: document), requirement: requirement, pointer: "/documents/0")
            ],
            application: try sealed(.application), contact: try sealed(.contact), traceparent: nil)
    }
}

extension Sequence {
    /// The results of asynchronous work, one after the other.
    func asyncMap<Result>(_ work: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await work(element)) }
        return results
    }
}
