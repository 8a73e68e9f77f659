import Contracts
import Database
import Pipeline

extension Timestamp {
    /// The same instant for PostgreSQL.
    var sql: SQLTimestamp { SQLTimestamp(self) }
}
