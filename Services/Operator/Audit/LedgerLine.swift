import Database

/// One line of a ledger as a query gives it: region, name, total, xor.
struct LedgerLine: RowDecodable, Sendable {
    let region: String
    let name: String
    let tally: Tally

    init(row: inout Row) throws(DatabaseError) {
        region = try row.next()
        name = try row.next()
        tally = Tally(total: try row.next(), ids: try row.next())
    }
}
