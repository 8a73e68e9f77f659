import Contracts
import Database
import Pipeline

/// A notice that the sender has claimed, with what it needs to hand it over.
struct ClaimedNotice: RowDecodable, Sendable {
    /// The columns that it is read from: the notice as `n`, its application as `s`, its key as `k`, its region as `r`.
    static let columns = Notice.columns + ", s.language, s.contact, k.stored_key, r.name, r.time_zone"

    /// The notice.
    var notice: Notice
    /// The reader's language.
    let language: Language
    /// The sealed contact; nil when it was erased.
    let contact: StoredContact?
    /// The region.
    let profile: RegionProfile

    init(row: inout Row) throws(DatabaseError) {
        notice = try Notice(row: &row)
        let language: String? = try row.next()
        self.language = language.flatMap(Language.init) ?? .indonesian
        let ciphertext: [UInt8]? = try row.next()
        let key: JSONText? = try row.next()
        if let ciphertext, let key {
            contact = StoredContact(ciphertext: ciphertext, key: key)
        } else {
            contact = nil
        }
        profile = try RegionProfile(region: notice.region, row: &row)
    }
}
