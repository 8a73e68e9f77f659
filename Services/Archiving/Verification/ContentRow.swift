import Contracts
import Database

/// The hashes of a record's content as it lies there now.
struct ContentRow: RowDecodable {
    let recordID: RecordID
    let applicationHash: [UInt8]?
    let historyHash: [UInt8]?
    /// Whether a record of the chain says that the content was disposed of.
    let isDisposed: Bool

    init(row: inout Row) throws(DatabaseError) {
        recordID = RecordID(try row.next())
        applicationHash = try row.next()
        historyHash = try row.next()
        isDisposed = try row.next()
    }

    /// What is wrong with the content of a record; nil when it is what the record states.
    func fault(of facts: RecordFacts) -> ChainFault.What? {
        if isDisposed { return nil }
        if let stated = facts.applicationHash {
            guard let applicationHash else { return .missingApplication }
            if applicationHash != stated { return .alteredApplication }
        }
        if let stated = facts.historyHash {
            guard let historyHash else { return .missingHistory }
            if historyHash != stated { return .alteredHistory }
        }
        return nil
    }
}
