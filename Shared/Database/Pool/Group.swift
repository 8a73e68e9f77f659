/// Statements that travel together and end with one sync: a statement on its own, or part of a held connection's work.
struct Group: Sendable {
    /// Where the answer goes.
    typealias Reply = CheckedContinuation<Result<Answer, DatabaseError>, Never>

    /// What never changes, boxed so that a group is cheap to pass on.
    private let order: Order
    /// Where the answer goes; `nil` once nobody waits for it any more.
    var reply: Reply?
    /// Whether it was sent again already, because a prepared statement was stale.
    var wasRepeated = false

    /// Makes a group.
    ///
    /// - Parameters:
    ///   - id: the number by which a cancellation finds it.
    ///   - work: what is to be run.
    ///   - place: which connection may run it.
    ///   - commits: whether the last statement is the `COMMIT` of a transaction.
    ///   - reply: where the answer goes.
    init(id: UInt64, work: Work, place: Place, commits: Bool = false, reply: Reply?) {
        order = Order(id: id, work: work, place: place, commits: commits)
        self.reply = reply
    }

    /// The number by which a cancellation finds it.
    var id: UInt64 { order.id }

    /// What is to be run.
    var work: Work { order.work }

    /// Which connection may run it.
    var place: Place { order.place }

    /// Whether the last statement is the `COMMIT` of a transaction.
    var commits: Bool { order.commits }

    /// Whether the group takes effect by itself, without a `COMMIT` to come.
    var standsAlone: Bool { order.place == .any }

    /// The hold that is over when the group is answered.
    var endsHold: Hold? {
        switch order.place {
        case .last(let hold): hold
        case .begin(let hold) where order.commits: hold
        default: nil
        }
    }

    /// The statement whose caller waits for the answer.
    var subject: (operation: String, caller: Caller) { order.work.subject }

    /// An error about the group as a whole.
    func error(_ code: DatabaseError.Code, message: String? = nil, wasSent: Bool) -> DatabaseError {
        let (operation, caller) = subject
        let code = code == .connectionLost && commits && wasSent ? .commitUnknown : code
        return DatabaseError(
            code: code, operation: operation, caller: caller, message: message,
            mayHaveTakenEffect: wasSent && (standsAlone || commits))
    }
}

extension Group {
    /// What a group does.
    enum Work: Sendable {
        /// Prepared statements in the pipeline; never none.
        case statements([Statement])
        /// A script of many statements, outside the pipeline.
        case script(String, operation: String, caller: Caller)

        /// The statement whose caller waits for the answer.
        var subject: (operation: String, caller: Caller) {
            switch self {
            case .statements(let list): (list[list.count - 1].operation, list[list.count - 1].caller)
            case .script(_, let operation, let caller): (operation, caller)
            }
        }
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
    }

    private final class Order: Sendable {
        let id: UInt64
        let work: Work
        let place: Place
        let commits: Bool

        /// Keeps the parts.
        init(id: UInt64, work: Work, place: Place, commits: Bool) {
            (self.id, self.work, self.place, self.commits) = (id, work, place, commits)
        }
    }
}
