import Contracts
import Database
import Testing

@testable import Pipeline

@Suite("What a failure means", .timeLimit(.minutes(1)))
struct BatchErrorTests {
    private struct Strange: Error {}

    private func error(_ code: DatabaseError.Code) -> DatabaseError {
        DatabaseError(code: code, operation: "query", caller: Caller(fileID: "Tests/Here.swift", line: 1))
    }

    @Test func `a rejection is the message's, and no verdict of the database`() {
        let verdict = BatchError(MessageRejection(reason: "unknown-submission", detail: "none"))
        #expect(verdict == .message(code: "unknown-submission", detail: "none"))
        #expect(!verdict.isDatabaseVerdict)
        #expect(FailureLog().judge(verdict, submission: .make()) == .park)
    }

    @Test func `a lost connection, an unknown commit, a cancellation and a fault of ours are the server's`() {
        let errors: [any Error] = [
            error(.connectionLost), error(.commitUnknown), error(.cancelled), error(.decoding), CancellationError(),
            Strange(),
        ]
        for one in errors {
            guard case .server = BatchError(one) else {
                Issue.record("\(one) is blamed on a message")
                continue
            }
        }
    }

    @Test func `only what cannot be the server's trouble is looked for in one message`() {
        #expect(BatchError.isLocal(Strange()))
        #expect(BatchError.isLocal(error(.decoding)))
        #expect(!BatchError.isLocal(error(.connectionLost)))
        #expect(!BatchError.isLocal(error(.commitUnknown)))
        #expect(!BatchError.isLocal(CancellationError()))
    }

    @Test func `one memory serves both loops of a consumer`() {
        let failures = FailureLog()
        let verdict = BatchError.message(code: "23514", detail: "")
        #expect(verdict.isDatabaseVerdict)
        #expect(failures.judge(verdict, submission: .make()) == .park)
        #expect(failures.judge(verdict, submission: .make()) == .pause)
    }
}
