import Contracts
import Database
import Pipeline

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
