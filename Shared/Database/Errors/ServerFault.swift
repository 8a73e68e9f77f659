/// What is kept of the server's error answer: codes and names, no values.
package struct ServerFault: Hashable, Sendable {
    /// The five-character condition code.
    package let sqlState: String
    /// Whether the server ended the session with it (severity FATAL or PANIC).
    package let endsSession: Bool
    /// The violated constraint.
    package let constraint: String?
    /// The schema of the object involved.
    package let schema: String?
    /// The table involved.
    package let table: String?
    /// The column involved.
    package let column: String?
    /// The server's primary message, kept only for classes whose messages name objects and never quote values.
    package let message: String?
    /// Whether the failure means only that a prepared statement must be prepared again.
    package let isStaleStatement: Bool

    /// Keeps the parts of an answer; drops the message if its class may quote values.
    package init(
        sqlState: String, endsSession: Bool = false, constraint: String? = nil, schema: String? = nil,
        table: String? = nil, column: String? = nil, message: String? = nil, routine: String? = nil
    ) {
        self.sqlState = sqlState
        self.endsSession = endsSession
        self.constraint = constraint
        self.schema = schema
        self.table = table
        self.column = column
        self.message = Self.classesSafeToQuote.contains(String(sqlState.prefix(2))) ? message : nil
        isStaleStatement = sqlState == "26000" || (sqlState == "0A000" && routine == "RevalidateCachedQuery")
    }

    /// Classes whose primary message speaks of objects, privileges, resources or the session.
    ///
    /// Left out above all: 22 (`invalid input syntax …: "…"`), 23, P0 (texts raised by functions) and XX.
    ///
    /// - Source: PostgreSQL 15, appendix A.
    private static let classesSafeToQuote: Set<String> = [
        "08", "0A", "25", "26", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58",
    ]
}
