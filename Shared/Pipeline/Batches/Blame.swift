/// Who is to blame when PostgreSQL refuses a unit of work.
///
/// The table is part of the operators' documentation: a message is parked only for what it brought itself.
///
/// | SQLSTATE class | meaning | blame |
/// |---|---|---|
/// | 22 | data exception | message |
/// | 23 | integrity constraint violation | message |
/// | 40 | transaction rollback (serialization, deadlock) | again |
/// | 08 | connection exception | server |
/// | 25 | invalid transaction state, read-only server | server |
/// | 53 | insufficient resources, disk full | server |
/// | 55 | object not in prerequisite state, lock not available | server |
/// | 57 | operator intervention, statement timeout | server |
/// | 58 | system error | server |
/// | none or any other | unknown | server |
///
/// - Source: PostgreSQL 15, appendix A.
package enum Blame: Sendable, Equatable {
    /// The message cannot be applied as it is; alone, it is parked.
    case message
    /// The same work may succeed at once.
    case again
    /// The server cannot work now: the consumer pauses, and nothing is counted against any message.
    case server

    /// Reads the table.
    package init(sqlState: String?) {
        switch sqlState?.prefix(2) {
        case "22", "23": self = .message
        case "40": self = .again
        default: self = .server
        }
    }
}
