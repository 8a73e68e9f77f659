/// Statements that travel together and end with one sync: a statement on its own, or part of a held connection's work.
struct Group: Sendable {
    /// Where the answer goes.
    typealias Reply = CheckedContinuation<Result<Answer, DatabaseError>, Never>

    /// The number by which a cancellation finds it.
    let id: UInt64
    /// What is to be run.
    var work: Work
    /// Which connection may run it.
    var place: Place
    /// Where the answer goes; `nil` once nobody waits for it any more.
    var reply: Reply?
    /// Whether the last statement is the `COMMIT` of a transaction.
    var commits = false
    /// Whether it was sent again already, because a prepared statement was stale.
    var wasRepeated = false

    /// What a group does.
    enum Work: Sendable {
        /// Prepared statements in the pipeline; never none.
        case statements([Statement])
        /// A script of many statements, outside the pipeline.
        case script(String, operation: String, caller: Caller)
    }

    /// Which connection may run a group.
    enum Place: Sendable, Hashable {
        /// Any, between the groups of other tasks.
        case any
        /// One of its own, which stays with the hold afterwards.
        case begin(Hold)
        /// The one of the hold.
        case held(Hold)
        /// The one of the hold, which is given back afterwards.
        case last(Hold)
        /// A connection given back, to leave it as it was.
        case cleanUp
    }

    /// Whether the group takes effect by itself, without a `COMMIT` to come.
    var standsAlone: Bool { place == .any }

    /// The statement whose caller waits for the answer.
    var subject: (operation: String, caller: Caller) {
        switch work {
        case .statements(let list): (list[list.count - 1].operation, list[list.count - 1].caller)
        case .script(_, let operation, let caller): (operation, caller)
        }
    }

    /// An error about the group as a whole.
    func error(_ code: DatabaseError.Code, message: String? = nil, wasSent: Bool) -> DatabaseError {
        let (operation, caller) = subject
        let code = code == .connectionLost && commits && wasSent ? .commitUnknown : code
        return DatabaseError(
            code: code, operation: operation, caller: caller, message: message,
            mayHaveTakenEffect: wasSent && (standsAlone || commits))
    }
}

/// A claim on a connection of one's own, for a transaction or a session.
struct Hold: Hashable, Sendable {
    /// The number of the claim.
    let id: UInt64
    /// Whether settings of the session may be changed, so that they must be reset afterwards.
    let changesSession: Bool
}
