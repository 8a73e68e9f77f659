import Contracts
import Database
import Foundation
import Pipeline

/// An application as notification knows it: the locked row of one transaction.
struct Subscriber: RowDecodable {
    let region: RegionCode
    let submission: SubmissionID
    let number: SubmissionNumber
    let profile: RegionProfile
    var reach: Reach
    var language: Language
    var lastSequence: Int
    /// The encrypted contact that the row holds.
    let knownContact: [UInt8]?
    /// The contact that this transaction brings.
    var contact: StoredContact?

    /// Names one application.
    struct Key: Hashable, Comparable {
        let submission: SubmissionID
        let region: RegionCode

        static func < (left: Key, right: Key) -> Bool {
            left.submission == right.submission ? left.region < right.region : left.submission < right.submission
        }
    }

    var key: Key { Key(submission: submission, region: region) }

    init(row: inout Row) throws(DatabaseError) {
        region = try row.contract { text throws(ContractViolation) in try RegionCode(text) }
        submission = SubmissionID(try row.next())
        number = try row.contract { text throws(ContractViolation) in try SubmissionNumber(parsing: text) }
        let reachName: String = try row.next()
        let channel: String? = try row.next()
        let recipient: [UInt8]? = try row.next()
        let reason: String? = try row.next()
        let language: String? = try row.next()
        lastSequence = Int(try row.next() as Int64)
        knownContact = try row.next()
        profile = try RegionProfile(region: region, row: &row)
        self.language = language.flatMap(Language.init) ?? .indonesian
        switch (reachName, channel.flatMap(NoticeChannel.init), recipient) {
        case ("reachable", let channel?, let recipient?): reach = .reachable(channel, recipient: recipient)
        case ("unreachable", _, _): reach = .unreachable(reason: reason ?? "no-address")
        default: reach = .unknown
        }
    }

    /// The next number of what notification says about the application.
    mutating func nextSequence() -> Int {
        lastSequence += 1
        return lastSequence
    }
}

extension RegionProfile {
    /// Reads name and zone of a region, both NULL when it was never imported.
    init(region: RegionCode, row: inout Row) throws(DatabaseError) {
        let name: String? = try row.next()
        let zone: String? = try row.next()
        let fallback = RegionProfile(default: region)
        self.init(name: name, zone: zone.flatMap(IndonesianZone.init) ?? fallback.zone)
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
