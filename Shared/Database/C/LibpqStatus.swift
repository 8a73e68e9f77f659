/// Where a session stands between statements.
enum TransactionStatus: Sendable {
    /// Outside a transaction.
    case idle
    /// In a transaction that can go on.
    case inTransaction
    /// In a transaction that can only be rolled back.
    case failed
    /// A statement is running.
    case active
    /// The connection is broken.
    case unknown
}

/// How far a flush came.
enum FlushResult: Sendable {
    /// All is written.
    case done
    /// The socket takes no more for now.
    case more
    /// The connection is broken.
    case broken
}
