import Contracts
import Database

/// A record's document as its row keeps it.
struct DocumentRow: RowDecodable {
    /// The columns that it is read from, of the table as `d`.
    static let columns =
        "d.record_id, d.position, d.document_id, d.kind, d.media_type, d.size_bytes, d.sha256, d.status"

    let recordID: RecordID
    let position: Int
    private let documentID: DocumentID
    private let kind: String
    private let mediaType: String
    private let sizeBytes: Int64
    private let sha256: String
    private let status: String

    init(row: inout Row) throws(DatabaseError) {
        recordID = RecordID(try row.next())
        position = Int(try row.next() as Int32)
        documentID = DocumentID(try row.next())
        kind = try row.next()
        mediaType = try row.next()
        sizeBytes = try row.next()
        sha256 = try row.next()
        status = try row.next()
    }

    /// The document; nil for a status that no record has.
    var value: RecordedDocument? {
        get throws(ContractViolation) {
            guard let status = DocumentStatus(rawValue: status) else { return nil }
            return RecordedDocument(
                reference: DocumentReference(
                    id: documentID, kind: try DocumentKind(kind), mediaType: mediaType, sizeBytes: sizeBytes,
                    sha256: sha256),
                status: status)
        }
    }
}
