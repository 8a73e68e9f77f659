import Contracts
import Database

/// A document in a `jsonb` column.
struct StoredJSON<Document: Codable & Sendable>: SQLWrapper {
    /// The document.
    let value: Document
    /// Its text.
    let sqlRepresentation: JSONText

    /// Writes a document.
    init(_ value: Document) throws(ContractViolation) {
        self.value = value
        sqlRepresentation = JSONText(try ContractCoding.json(value))
    }

    /// Reads a document.
    init(sqlRepresentation: JSONText) throws(SQLFault) {
        do {
            value = try ContractCoding.value(Document.self, json: sqlRepresentation.bytes)
        } catch {
            throw .refused("not a \(Document.self)")
        }
        self.sqlRepresentation = sqlRepresentation
    }
}
