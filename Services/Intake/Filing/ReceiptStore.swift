package import Contracts
package import Database
import Foundation
import Pipeline

/// Reads receipts of applications that are kept.
package struct ReceiptStore: Sendable {
    private let accessCode: @Sendable (SubmissionID) throws -> String
    private let publicURL: String

    /// Makes a store.
    /// - Parameters:
    ///   - publicURL: where citizens reach the service, without a slash at the end.
    ///   - accessCode: the access code of an application.
    package init(publicURL: String, accessCode: @escaping @Sendable (SubmissionID) throws -> String) {
        self.publicURL = publicURL
        self.accessCode = accessCode
    }

    /// The receipt of an application that has just been kept.
    package func receipt(
        for filing: Filing, documents: [DocumentReference], receivedAt: Timestamp
    ) throws -> Receipt {
        Receipt(
            number: filing.number, accessCode: try accessCode(filing.submission), statusURL: statusURL(filing.number),
            region: filing.region, service: filing.service, receivedAt: receivedAt, deadlineRule: filing.deadlineRule,
            documents: documents)
    }

    /// Reads receipts, the same as when the applications were kept.
    package func read(
        _ submissions: [(region: RegionCode, id: SubmissionID)], in runner: some SQLRunner
    ) async throws -> [SubmissionID: Receipt] {
        guard !submissions.isEmpty else { return [:] }
        let rows = try await runner.query(
            """
            SELECT s.submission_id, s.region, s.number, s.service_code, s.service_version, s.received_at, \
            s.deadline_rule, array_agg(d.document_id ORDER BY d.position) FILTER (WHERE d.document_id IS NOT NULL), \
            array_agg(d.kind ORDER BY d.position) FILTER (WHERE d.document_id IS NOT NULL), \
            array_agg(d.media_type ORDER BY d.position) FILTER (WHERE d.document_id IS NOT NULL), \
            array_agg(d.size_bytes ORDER BY d.position) FILTER (WHERE d.document_id IS NOT NULL), \
            array_agg(d.sha256 ORDER BY d.position) FILTER (WHERE d.document_id IS NOT NULL) \
            FROM unnest(\(submissions.map(\.region.digits)), \(submissions.map(\.id.uuid))) AS w (region, id) \
            JOIN submissions s ON s.region = w.region AND s.submission_id = w.id \
            LEFT JOIN documents d ON d.region = s.region AND d.submission_id = s.submission_id AND d.round = 0 \
            GROUP BY s.region, s.submission_id
            """, as: ReceiptRow.self)
        var receipts: [SubmissionID: Receipt] = [:]
        for row in rows { receipts[SubmissionID(row.id)] = try receipt(row) }
        return receipts
    }

    /// Where the state of an application is seen.
    package func statusURL(_ number: SubmissionNumber) -> String {
        "\(publicURL)/v1/submissions/\(number.value)"
    }

    private func receipt(_ row: ReceiptRow) throws -> Receipt {
        let number = try SubmissionNumber(parsing: row.number)
        return Receipt(
            number: number, accessCode: try accessCode(SubmissionID(row.id)), statusURL: statusURL(number),
            region: try RegionCode(row.region),
            service: ServiceReference(code: try ServiceCode(row.serviceCode), version: Int(row.serviceVersion)),
            receivedAt: row.receivedAt.timestamp,
            deadlineRule: try ContractCoding.value(LocalizedText.self, json: row.deadlineRule.bytes),
            documents: try row.documents())
    }
}

/// An application with its first documents, as columns.
private struct ReceiptRow: RowDecodable {
    let id: UUID
    let region: String
    let number: String
    let serviceCode: String
    let serviceVersion: Int32
    let receivedAt: SQLTimestamp
    let deadlineRule: JSONText
    let documentIDs: [UUID]
    let kinds: [String]
    let mediaTypes: [String]
    let sizes: [Int64]
    let hashes: [String]

    init(row: inout Row) throws(DatabaseError) {
        id = try row.next()
        region = try row.next()
        number = try row.next()
        serviceCode = try row.next()
        serviceVersion = try row.next()
        receivedAt = try row.next()
        deadlineRule = try row.next()
        documentIDs = try row.next() ?? []
        kinds = try row.next() ?? []
        mediaTypes = try row.next() ?? []
        sizes = try row.next() ?? []
        hashes = try row.next() ?? []
    }

    func documents() throws(ContractViolation) -> [DocumentReference] {
        var documents: [DocumentReference] = []
        for index in documentIDs.indices {
            documents.append(
                DocumentReference(
                    id: DocumentID(documentIDs[index]), kind: try DocumentKind(kinds[index]),
                    mediaType: mediaTypes[index], sizeBytes: sizes[index], sha256: hashes[index]))
        }
        return documents
    }
}
