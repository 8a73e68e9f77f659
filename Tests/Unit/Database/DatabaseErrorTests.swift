import Testing

@testable import Database

@Suite("Errors", .timeLimit(.minutes(1)))
struct DatabaseErrorTests {
    static func error(_ fault: ServerFault) -> DatabaseError {
        DatabaseError(
            code: .server(fault.sqlState), operation: "execute", caller: Caller(fileID: "M/F.swift", line: 3),
            fault: fault)
    }

    @Test
    func `a unique violation names constraint, table and caller, and nothing else`() {
        let error = Self.error(
            ServerFault(
                sqlState: "23505", constraint: "submissions_number_key", schema: "intake", table: "submissions",
                message: "duplicate key value violates unique constraint"))
        #expect(
            error.description
                == "execute failed: server 23505 constraint submissions_number_key table submissions at M/F.swift:3")
        #expect(error.constraint == "submissions_number_key")
        #expect(error.schema == "intake")
    }

    @Test(arguments: ["22P02", "22001", "23502", "23514", "P0001", "XX000"])
    func `the message of a class that quotes values is dropped`(state: String) {
        #expect(ServerFault(sqlState: state, message: "private").message == nil)
    }

    @Test(arguments: ["42703", "42501", "40001", "57P01", "53300", "28P01"])
    func `the message of a class that names objects is kept`(state: String) {
        #expect(ServerFault(sqlState: state, message: "words").message == "words")
    }

    @Test(arguments: [
        ("08006", "transient"), ("25006", "transient"), ("40001", "transient"), ("40P01", "transient"),
        ("53100", "transient"), ("55P03", "transient"), ("57P03", "transient"), ("58030", "transient"),
        ("22001", "permanent"), ("23505", "permanent"), ("42501", "fatal"), ("42P01", "fatal"), ("3D000", "fatal"),
        ("28P01", "fatal"), ("0A000", "fatal"), ("XX000", "fatal"), ("ZZ999", "fatal"),
    ])
    func `the state decides what the caller can do`(state: String, disposition: String) {
        #expect(Self.error(ServerFault(sqlState: state)).disposition.rawValue == disposition)
    }

    @Test
    func `only conflicts and stale statements run again at once`() {
        #expect(Self.error(ServerFault(sqlState: "40001")).isRetryable)
        #expect(Self.error(ServerFault(sqlState: "40P01")).isRetryable)
        #expect(Self.error(ServerFault(sqlState: "26000")).isRetryable)
        #expect(Self.error(ServerFault(sqlState: "0A000", routine: "RevalidateCachedQuery")).isRetryable)
        #expect(!Self.error(ServerFault(sqlState: "0A000", routine: "other")).isRetryable)
        #expect(!Self.error(ServerFault(sqlState: "23505")).isRetryable)
        #expect(Self.error(ServerFault(sqlState: "0A000", routine: "RevalidateCachedQuery")).disposition == .transient)
    }

    @Test
    func `a lost commit is unknown, a lost read of a transaction is not`() {
        let statement = Statement(sql: "COMMIT", operation: "commit", caller: Caller(fileID: "M/F.swift", line: 3))
        let hold = Hold(id: 1, changesSession: false)
        func lost(_ place: Group.Place, commits: Bool, wasSent: Bool) -> DatabaseError {
            Group(id: 1, work: .statements([statement]), place: place, commits: commits, reply: nil)
                .error(.connectionLost, wasSent: wasSent)
        }
        #expect(lost(.last(hold), commits: true, wasSent: true).code == .commitUnknown)
        #expect(lost(.last(hold), commits: true, wasSent: true).mayHaveTakenEffect)
        #expect(lost(.last(hold), commits: true, wasSent: false).code == .connectionLost)
        #expect(!lost(.last(hold), commits: true, wasSent: false).mayHaveTakenEffect)
        #expect(lost(.held(hold), commits: false, wasSent: true).code == .connectionLost)
        #expect(!lost(.held(hold), commits: false, wasSent: true).mayHaveTakenEffect)
        #expect(lost(.any, commits: false, wasSent: true).mayHaveTakenEffect)
        #expect(!lost(.any, commits: false, wasSent: false).mayHaveTakenEffect)
    }
}
