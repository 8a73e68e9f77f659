import Contracts
import Database
import Pipeline

/// A closed application on its way into the archive, as its locked row keeps it.
struct Accession: RowDecodable, Sendable {
    /// The columns that it is read from, of the table as `a`.
    static let columns = """
        a.region, a.submission_id, a.event_id, a.traceparent, a.body, a.last_sequence, a.tries, a.accepts_findings, \
        a.received_at
        """

    let key: Key
    let event: MessageID
    let traceparent: String?
    /// The closing event, protected; nil once the record is written.
    let body: [UInt8]?
    let lastSequence: Int
    let tries: Int
    let acceptsFindings: Bool
    let receivedAt: Timestamp

    /// Names one application.
    struct Key: Hashable, Comparable, Sendable {
        let submission: SubmissionID
        let region: RegionCode

        static func < (left: Key, right: Key) -> Bool {
            left.submission == right.submission ? left.region < right.region : left.submission < right.submission
        }
    }

    init(row: inout Row) throws(DatabaseError) {
        let region = try row.contract { text throws(ContractViolation) in try RegionCode(text) }
        key = Key(submission: SubmissionID(try row.next()), region: region)
        event = try row.contract { text throws(ContractViolation) in try MessageID(text) }
        traceparent = try row.next()
        body = try row.next()
        lastSequence = Int(try row.next() as Int64)
        tries = Int(try row.next() as Int32)
        acceptsFindings = try row.next()
        receivedAt = (try row.next() as SQLTimestamp).timestamp
    }
}

extension Row {
    /// Reads a text column as a value of the contracts.
    mutating func contract<Value>(
        _ parse: (String) throws(ContractViolation) -> Value, fileID: String = #fileID, line: Int = #line
    ) throws(DatabaseError) -> Value {
        let text: String = try next()
        do throws(ContractViolation) {
            return try parse(text)
        } catch {
            throw DatabaseError(
                code: .decoding, operation: "decode", caller: Caller(fileID: fileID, line: line),
                message: "a column does not hold a \(Value.self)")
        }
    }
}
