package import Contracts
package import Database

extension SQLTimestamp {
    /// The same instant for PostgreSQL.
    package init(_ timestamp: Timestamp) {
        self.init(microsecondsSince1970: timestamp.microseconds)
    }

    /// The same instant for the contracts.
    package var timestamp: Timestamp { Timestamp(microseconds: microsecondsSince1970) }
}
