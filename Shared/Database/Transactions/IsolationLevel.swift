/// How far a transaction is kept apart from others, and whether it may write.
///
/// - Source: PostgreSQL 15 manual, 13.2.
package enum IsolationLevel: Sendable, Hashable, CaseIterable {
    /// Each statement sees what was committed before it began.
    case readCommitted
    /// The transaction sees what was committed before its first statement.
    case repeatableRead
    /// As if the transactions ran one after another.
    case serializable
    /// As `repeatableRead`, and no writes.
    case readOnlySnapshot

    /// The statement that begins such a transaction.
    var begin: SQL {
        switch self {
        case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
        case .readOnlySnapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        }
    }
}
