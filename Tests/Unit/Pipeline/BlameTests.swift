import Pipeline
import TestSupport
import Testing

@Suite("Who is to blame", .timeLimit(.minutes(1)))
struct BlameTests {
    @Test(arguments: ["22001", "22P02", "22021", "23505", "23503", "23514", "23502"])
    func `data and constraint faults are the message's`(code: String) {
        #expect(Blame(sqlState: code) == .message)
    }

    @Test(arguments: ["40001", "40P01"])
    func `rolled back work is tried again`(code: String) {
        #expect(Blame(sqlState: code) == .again)
    }

    @Test(arguments: ["08006", "25006", "53100", "53300", "55P03", "57014", "57P01", "58030", "42P01", "XX000", nil])
    func `everything else is the server's, and counts against no message`(code: String?) {
        #expect(Blame(sqlState: code) == .server)
    }
}

@Suite("The failure memory", .timeLimit(.minutes(1)))
struct FailureMemoryTests {
    private let start = ContinuousClock.now

    @Test func `the first message that fails alone is parked, a second one of another submission pauses`() {
        var memory = FailureMemory()
        #expect(memory.judge(code: "22021", submission: "a", at: start) == .park)
        #expect(memory.judge(code: "22021", submission: "b", at: start + .seconds(1)) == .pause)
    }

    @Test func `another code, or the same submission, says nothing about the service`() {
        var memory = FailureMemory()
        #expect(memory.judge(code: "22021", submission: "a", at: start) == .park)
        #expect(memory.judge(code: "23505", submission: "b", at: start) == .park)
        #expect(memory.judge(code: "22021", submission: "a", at: start + .seconds(2)) == .park)
    }

    @Test func `a failure is forgotten after the window`() {
        var memory = FailureMemory(window: .seconds(10))
        #expect(memory.judge(code: "22021", submission: "a", at: start) == .park)
        #expect(memory.judge(code: "22021", submission: "b", at: start + .seconds(11)) == .park)
    }
}

@Suite("The back-off", .timeLimit(.minutes(1)))
struct BackOffTests {
    @Test func `waits double up to the limit, each between half and all, and start again after a reset`() {
        var generator = SeededGenerator(seed: 7)
        var backOff = BackOff(first: .milliseconds(100), limit: .seconds(1))
        for whole in [100, 200, 400, 800, 1000, 1000] {
            let wait = backOff.next(using: &generator)
            #expect(wait >= .milliseconds(whole / 2) && wait <= .milliseconds(whole))
        }
        backOff.reset()
        #expect(backOff.next(using: &generator) <= .milliseconds(100))
    }
}
