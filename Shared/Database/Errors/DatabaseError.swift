/// What went wrong between this process and PostgreSQL, safe to print as a whole.
///
/// It carries the SQLSTATE, the names of the objects involved and the caller's file and line; never a bound value and
/// never the server's DETAIL line, which quotes them.
package struct DatabaseError: Error, Sendable {
    private let details: DatabaseErrorDetails

    /// Makes an error from its parts.
    package init(
        code: Code, operation: String, caller: Caller, fault: ServerFault? = nil, message: String? = nil,
        faults: [String] = [], mayHaveTakenEffect: Bool = false
    ) {
        details = DatabaseErrorDetails(
            code: code, operation: operation, caller: caller, fault: fault, message: message, faults: faults,
            mayHaveTakenEffect: mayHaveTakenEffect || code == .commitUnknown)
    }

    /// The kind of failure.
    package var code: Code { details.code }

    /// What was being done: `query`, `commit`, `migrate`, ….
    package var operation: String { details.operation }

    /// The file that asked for it, as `Module/File.swift`.
    package var fileID: String { details.caller.fileID }

    /// The line that asked for it.
    package var line: Int { details.caller.line }

    /// The server's five-character condition code, where the server answered.
    ///
    /// - Source: PostgreSQL 15, appendix A.
    package var sqlState: String? { details.fault?.sqlState }

    /// The violated constraint's name.
    package var constraint: String? { details.fault?.constraint }

    /// The schema of the table involved.
    package var schema: String? { details.fault?.schema }

    /// The table involved.
    package var table: String? { details.fault?.table }

    /// The column involved.
    package var column: String? { details.fault?.column }

    /// What is known about the failure in words, where the words cannot contain values.
    package var message: String? { details.message ?? details.fault?.message }

    /// Every single fault found, where several were looked for at once (settings, migrations).
    package var faults: [String] { details.faults }

    /// What the caller can do about it.
    package var disposition: Disposition {
        details.fault?.isStaleStatement == true ? .transient : Disposition(of: code)
    }

    /// Whether the effect may have happened although no success was reported.
    ///
    /// True after an unknown commit, and when the connection was lost, the time was over or the task was cancelled
    /// while a statement that commits by itself was on its way. The caller looks the effect up, or runs again through a
    /// guard.
    package var mayHaveTakenEffect: Bool { details.mayHaveTakenEffect }

    /// Whether running the whole transaction again may succeed at once.
    var isRetryable: Bool {
        guard case .server(let state) = code else { return false }
        return state == "40001" || state == "40P01" || details.fault?.isStaleStatement == true
    }
}

extension DatabaseError {
    /// The kinds of failure.
    package enum Code: Hashable, Sendable {
        /// The server refused the statement with this SQLSTATE.
        case server(String)
        /// The connection ended while the statement was on its way.
        case connectionLost
        /// The connection ended during `COMMIT`: the transaction is either wholly there or not at all.
        case commitUnknown
        /// No connection could be had within the acquire timeout; nothing was sent.
        case unavailable
        /// The list of waiting statements is full; nothing was sent.
        case overloaded
        /// The statement ran longer than the statement timeout, or the server stopped answering.
        case timeout
        /// The calling task was cancelled; a statement already sent may still complete.
        case cancelled
        /// The pool is closed, or a transaction was used after its end; nothing was sent.
        case closed
        /// The server or libpq did something this client cannot follow; the connection was dropped.
        case protocolViolation
        /// A row could not be read as the type asked for.
        case decoding
        /// A value could not be sent.
        case encoding
        /// The settings are wrong.
        case configuration
        /// The migrations do not fit the database.
        case migration
    }

    /// What the caller can do about a failure.
    package enum Disposition: String, Hashable, Sendable {
        /// Try again later; nothing is wrong with the statement.
        case transient
        /// The same statement with the same values will fail again: the values are at fault.
        case permanent
        /// Somebody must look: settings, privileges, schema or program.
        case fatal
    }
}

extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One line for a log: code, state, names and caller.
    package var description: String {
        var text = "\(details.operation) failed: \(code.name)"
        if let sqlState { text += " \(sqlState)" }
        if let constraint { text += " constraint \(constraint)" }
        if let table { text += " table \(table)" }
        if let column { text += " column \(column)" }
        if let message { text += " (\(message))" }
        if !faults.isEmpty { text += ": " + faults.joined(separator: "; ") }
        return text + " at \(fileID):\(line)"
    }

    /// The same line; there is nothing more that could be printed safely.
    package var debugDescription: String { description }
}

extension DatabaseError.Code {
    /// The code's name in logs and metric labels; the SQLSTATE is not part of it.
    package var name: String {
        switch self {
        case .server: "server"
        case .connectionLost: "connection-lost"
        case .commitUnknown: "commit-unknown"
        case .unavailable: "unavailable"
        case .overloaded: "overloaded"
        case .timeout: "timeout"
        case .cancelled: "cancelled"
        case .closed: "closed"
        case .protocolViolation: "protocol-violation"
        case .decoding: "decoding"
        case .encoding: "encoding"
        case .configuration: "configuration"
        case .migration: "migration"
        }
    }
}
