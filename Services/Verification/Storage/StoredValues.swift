import Contracts
import Database
import Foundation
import Pipeline

/// A word of an enumeration in a text column.
struct StoredWord<Word: RawRepresentable<String> & Sendable>: SQLWrapper {
    /// The word.
    let value: Word

    /// Its text.
    var sqlRepresentation: String { value.rawValue }

    /// Takes a text that the enumeration knows.
    init(sqlRepresentation: String) throws(SQLFault) {
        guard let value = Word(rawValue: sqlRepresentation) else { throw .refused("not a word of \(Word.self)") }
        self.value = value
    }
}

/// A code in a text column.
struct StoredCode<Code: CodeIdentifier>: SQLWrapper {
    /// The code.
    let value: Code

    /// Its text.
    var sqlRepresentation: String { value.value }

    /// Takes a text that is a code.
    init(sqlRepresentation: String) throws(SQLFault) {
        do {
            value = try Code(sqlRepresentation)
        } catch {
            throw .refused("not a code of \(Code.self)")
        }
    }
}

/// A region in a text column.
struct StoredRegion: SQLWrapper {
    /// The region.
    let value: RegionCode

    /// Its digits.
    var sqlRepresentation: String { value.digits }

    /// Takes a text that is a region's code.
    init(sqlRepresentation: String) throws(SQLFault) {
        do {
            value = try RegionCode(sqlRepresentation)
        } catch {
            throw .refused("not a region")
        }
    }
}

/// An application's number in a text column.
struct StoredNumber: SQLWrapper {
    /// The number.
    let value: SubmissionNumber

    /// Its text.
    var sqlRepresentation: String { value.value }

    /// Takes a text that is a number.
    init(sqlRepresentation: String) throws(SQLFault) {
        do {
            value = try SubmissionNumber(parsing: sqlRepresentation)
        } catch {
            throw .refused("not an application's number")
        }
    }
}

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

extension Row {
    /// Reads an instant.
    mutating func time() throws(DatabaseError) -> Timestamp { (try next() as SQLTimestamp).timestamp }

    /// Reads an instant that may be NULL.
    mutating func timeIfAny() throws(DatabaseError) -> Timestamp? { (try next() as SQLTimestamp?)?.timestamp }

    /// Reads a whole number.
    mutating func count() throws(DatabaseError) -> Int { Int(try next() as Int32) }

    /// Reads a word.
    mutating func word<Word: RawRepresentable<String> & Sendable>() throws(DatabaseError) -> Word {
        (try next() as StoredWord<Word>).value
    }

    /// Reads a word that may be NULL.
    mutating func wordIfAny<Word: RawRepresentable<String> & Sendable>() throws(DatabaseError) -> Word? {
        (try next() as StoredWord<Word>?)?.value
    }

    /// Reads a region.
    mutating func region() throws(DatabaseError) -> RegionCode { (try next() as StoredRegion).value }

    /// Reads an application's number.
    mutating func number() throws(DatabaseError) -> SubmissionNumber { (try next() as StoredNumber).value }

    /// Reads a code.
    mutating func code<Code: CodeIdentifier>() throws(DatabaseError) -> Code {
        (try next() as StoredCode<Code>).value
    }

    /// Reads a document.
    mutating func json<Document: Codable & Sendable>() throws(DatabaseError) -> Document {
        (try next() as StoredJSON<Document>).value
    }

    /// Reads a document that may be NULL.
    mutating func jsonIfAny<Document: Codable & Sendable>() throws(DatabaseError) -> Document? {
        (try next() as StoredJSON<Document>?)?.value
    }
}

extension Timestamp {
    /// The same instant for PostgreSQL.
    var sql: SQLTimestamp { SQLTimestamp(self) }
}
