import Database

/// What a failed batch means, whatever threw.
enum BatchError: Sendable, Equatable {
    /// A message's own fault, with the code to remember it by.
    case message(code: String, detail: String)
    /// Worth trying at once.
    case again
    /// The server or something unknown: pause.
    case server(String)

    init(_ error: any Error) {
        switch error {
        case let rejection as MessageRejection:
            self = .message(code: rejection.reason, detail: rejection.detail)
        case let database as DatabaseError:
            switch Blame(sqlState: database.sqlState) {
            case .message:
                self = .message(
                    code: database.sqlState ?? "unknown",
                    detail:
                        "PostgreSQL refused it (\(database.sqlState ?? "?"), \(database.constraint ?? "no constraint"))"
                )
            case .again: self = .again
            case .server: self = .server(database.description)
            }
        default:
            self = .server(String(describing: error))
        }
    }

    /// Whether an error may be a fault of this program in one message, so that others need not wait for it.
    static func isLocal(_ error: any Error) -> Bool {
        if let database = error as? DatabaseError { return database.disposition != .transient }
        return !(error is CancellationError)
    }

    /// Whether the fault counts as one code for the failure memory: the database's verdicts do, the service's own do not.
    var isDatabaseVerdict: Bool {
        if case .message(let code, _) = self { return code.count == 5 && code.first?.isNumber == true }
        return false
    }
}
