import Broker
import Contracts

@testable import Worker

/// Questions of the core as they stand in an agency's queue.
enum Questions {
    static let agency = "dinkes-3574"
    static let check = "sip-technical"

    /// A question with two fields and, if wanted, documents.
    static func request(
        agency: String = agency, check: String = check, attempt: Int = 2, documents: [CheckDocument] = []
    ) throws -> CheckRequested {
        let asked = Timestamp(microseconds: 1_773_711_000_000_000)
        return CheckRequested(
            checkID: try CheckID(parsing: "0195a1b2-c3d4-7000-8000-0000000000c1"),
            submissionID: try SubmissionID(parsing: "0195a1b2-c3d4-7000-8000-0000000000aa"),
            number: try SubmissionNumber(parsing: "3574-K7M29-QXD4H-TB2JX"),
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 3),
            agency: try AgencyCode(agency), check: try CheckCode(check), attempt: attempt, requestedAt: asked,
            answerBy: asked.adding(seconds: 3600), fields: ["strNumber": "STR-CONTOH-1", "practiceOrder": 1],
            documents: documents, documentAccess: documents.isEmpty ? nil : "contoh-token-dokumen-0001")
    }

    /// A document of a question.
    static func document(_ kind: String) throws -> CheckDocument {
        CheckDocument(
            document: DocumentReference(
                id: .make(), kind: try DocumentKind(kind), mediaType: "application/pdf", sizeBytes: 10,
                sha256: String(repeating: "0a", count: 32)),
            url: "http://127.0.0.1:1/documents/\(kind)")
    }

    /// The envelope around a question.
    static func envelope(_ type: MessageType = .checkRequested) throws -> Envelope {
        Envelope(
            type: type, source: MessageSource(region: try RegionCode("3574"), service: .verification),
            subject: try SubmissionID(parsing: "0195a1b2-c3d4-7000-8000-0000000000aa"),
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "mpp=1")
    }

    /// A delivery as the worker of `agency` and `check` reads it.
    static func exchange(_ envelope: Envelope? = nil, body: [UInt8]? = nil) throws -> CheckExchange {
        try CheckExchange(
            agency: try AgencyCode(agency), check: try CheckCode(check),
            properties: MessageProperties(try (envelope ?? Self.envelope()).wire),
            body: try body ?? ContractCoding.encode(request()))
    }
}
