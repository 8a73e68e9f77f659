import Testing

@testable import Database

@Suite("Pipeline machine", .timeLimit(.minutes(1)))
struct PipelineMachineTests {
    typealias Machine = PipelineMachine<String>

    static let fault = ServerFault(sqlState: "23505")

    static func text(_ action: Machine.Action) -> String {
        switch action {
        case .wait: "wait"
        case .notPrepared(let id): "not prepared \(id)"
        case .housekeepingFailed: "housekeeping failed"
        case .finished(let payload, .answered(let answer)): "\(payload) answered \(answer.affected)"
        case .finished(let payload, .failed(let fault, let position, let id)):
            "\(payload) failed \(fault.sqlState) at \(position) of \(id)"
        case .violation(let what): "violation: \(what)"
        }
    }

    static func done(_ affected: Int) -> Machine.Input {
        .done(Answer(rows: .empty, affected: affected, tag: .other))
    }

    /// Feeds inputs and gives back what came of them, without the waits.
    static func feed(_ machine: inout Machine, _ inputs: [Machine.Input]) -> [String] {
        inputs.map { text(machine.on($0)) }.filter { $0 != "wait" }
    }

    static func machine(_ groups: [(String, [Machine.Step])]) -> Machine {
        var machine = Machine()
        for (name, steps) in groups {
            machine.began(name)
            for step in steps { machine.sent(step) }
            machine.sent(.sync)
        }
        return machine
    }

    @Test
    func `each group gets the answer of its last statement`() {
        var machine = Self.machine([("a", [.prepare(1), .run(1), .run(2)]), ("b", [.run(1)])])
        #expect(machine.count == 2)
        let actions = Self.feed(
            &machine,
            [.done(.none), .end, Self.done(1), .end, Self.done(2), .end, .sync, Self.done(3), .end, .sync])
        #expect(actions == ["a answered 2", "b answered 3"])
        #expect(machine.isEmpty)
    }

    @Test
    func `a failure stays within its group`() {
        var machine = Self.machine([("a", [.run(1), .run(2), .run(3)]), ("b", [.run(1)])])
        let actions = Self.feed(
            &machine,
            [
                Self.done(1), .end, .failed(Self.fault), .end, .aborted, .end, .sync, Self.done(9), .end, .sync,
            ])
        #expect(actions == ["a failed 23505 at 1 of 2", "b answered 9"])
    }

    @Test
    func `a statement whose preparation failed or was passed over is not prepared`() {
        var machine = Self.machine([("a", [.prepare(1), .run(1), .prepare(2), .run(2)])])
        let actions = Self.feed(
            &machine,
            [.failed(Self.fault), .end, .aborted, .end, .aborted, .end, .aborted, .end, .sync])
        #expect(actions == ["not prepared 1", "not prepared 2", "a failed 23505 at 0 of 1"])
    }

    @Test
    func `housekeeping belongs to no group`() {
        var machine = Machine()
        machine.sent(.housekeeping)
        machine.sent(.housekeepingSync)
        machine.began("a")
        machine.sent(.run(1))
        machine.sent(.sync)
        let actions = Self.feed(&machine, [.failed(Self.fault), .end, .sync, Self.done(1), .end, .sync])
        #expect(actions == ["housekeeping failed", "a answered 1"])
    }

    @Test
    func `a lost connection gives back all groups in order`() {
        var machine = Self.machine([("a", [.run(1)]), ("b", [.run(1)])])
        _ = machine.on(Self.done(1))
        #expect(machine.lose() == ["a", "b"])
        #expect(machine.isEmpty)
    }

    @Test
    func `answers that do not match the commands are a violation`() {
        var machine = Machine()
        #expect(Self.text(machine.on(.sync)) == "violation: an answer to nothing")
        machine = Self.machine([("a", [.run(1)])])
        #expect(Self.text(machine.on(.end)) == "violation: an end without an answer")
        machine = Self.machine([("a", [.run(1)])])
        #expect(Self.text(machine.on(.sync)) == "violation: a sync before its commands")
        machine = Self.machine([("a", [.run(1)])])
        _ = machine.on(Self.done(1))
        #expect(Self.text(machine.on(Self.done(2))) == "violation: more answers than commands")
        _ = machine.on(.end)
        #expect(Self.text(machine.on(Self.done(2))) == "violation: more answers than commands")
    }
}
