import Contracts
import Database
import Foundation

/// A sealed part with a key.
struct SealedPartRow: RowDecodable {
    /// The application.
    let submission: SubmissionID
    /// Its region.
    let region: RegionCode
    /// The part's name.
    let name: String
    /// The part, with the key that was asked for.
    let sealed: SealedPart

    /// Reads the columns.
    init(row: inout Row) throws(DatabaseError) {
        region = try row.region()
        submission = SubmissionID(try row.next() as UUID)
        name = try row.next()
        let version = try row.count()
        let nonce: String = try row.next()
        let ciphertext: String = try row.next()
        let kid: String = try row.next()
        sealed = SealedPart(
            kid: kid, schemaVersion: version, wrappedKey: try row.next(), nonce: nonce, ciphertext: ciphertext)
    }
}
