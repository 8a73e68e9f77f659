import Database
import Testing

/// Expects that a statement of one column and one row gives this value, or NULL or no row for `nil`.
func expectScalar<T: SQLValue & Equatable>(
    _ runner: some SQLRunner, _ sql: SQL, _ expected: T?, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let found = try await runner.scalar(sql, as: T.self)
    #expect(found == expected, sourceLocation: sourceLocation)
}
