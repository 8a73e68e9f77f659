import Contracts
import NIOCore
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1)))
struct CheckQuestionTests {
    private func question(documents: [CheckDocument] = []) throws -> CheckQuestion {
        CheckQuestion(request: try Questions.request(documents: documents)) { _, _ in }
    }

    @Test func `a declared field is there as text`() throws {
        #expect(try question().text("strNumber") == "STR-CONTOH-1")
    }

    @Test func `a field that is missing or no text is nil`() throws {
        #expect(try question().text("nik") == nil)
        #expect(try question().text("practiceOrder") == nil)
        var request = try Questions.request()
        request.fields = nil
        request.encryptedFields = "eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVydGV4dA.dGFn"
        #expect(CheckQuestion(request: request) { _, _ in }.text("strNumber") == nil)
    }

    @Test func `the first document of a kind is found`() throws {
        let documents = [
            try Questions.document("ktp"), try Questions.document("str"), try Questions.document("str"),
        ]
        let question = try question(documents: documents)
        #expect(question.document("str") == documents[1])
        #expect(question.document("photo") == nil)
    }

    @Test func `a store that does not answer is a document's trouble and shows no address`() async throws {
        let document = try Questions.document("str")
        let question = try question(documents: [document])
        let error = await #expect(throws: WorkerError.self) {
            try await question.fetch(document, within: .milliseconds(300))
        }
        guard case .document(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("127.0.0.1"))
    }

    @Test func `a digest is written as the contracts write it`() {
        // FIPS 180-2, appendix B.1.
        #expect(
            Digest.sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest.sha256([]).count == 64)
    }
}
