/// A statement to run, with what an error about it must say.
struct Statement: Sendable {
    let sql: SQL
    let operation: String
    let caller: Caller

    /// An error about this statement.
    func error(
        _ code: DatabaseError.Code, fault: ServerFault? = nil, message: String? = nil, mayHaveTakenEffect: Bool = false
    ) -> DatabaseError {
        DatabaseError(
            code: code, operation: operation, caller: caller, fault: fault, message: message,
            mayHaveTakenEffect: mayHaveTakenEffect)
    }
}
