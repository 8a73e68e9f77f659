import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1))) struct LedgerTests {
    /// A region in which three applications were accepted: one is on its way, one open, one closed and archived.
    private func ledger() -> Ledger {
        var ledger = Ledger()
        ledger["intake.accepted", "3574"] = Tally(total: 3, ids: 1 ^ 2 ^ 4)
        ledger["intake.closed", "3574"] = Tally(total: 1, ids: 4)
        ledger["rows.intake.open", "3574"] = Tally(total: 2, ids: 1 ^ 2)
        ledger["rows.inTransit", "3574"] = Tally(total: 1, ids: 1)
        ledger["verification.seen", "3574"] = Tally(total: 2, ids: 2 ^ 4)
        ledger["rows.open", "3574"] = Tally(total: 1, ids: 2)
        ledger["verification.closed", "3574"] = Tally(total: 1, ids: 4)
        ledger["archiving.archived", "3574"] = Tally(total: 1, ids: 4)
        ledger["verification.checks.dukcapil.asked", "3574"] = Tally(total: 2, ids: 2 ^ 4)
        ledger["verification.checks.dukcapil.settled", "3574"] = Tally(total: 1, ids: 4)
        ledger["rows.checks.dukcapil.open", "3574"] = Tally(total: 1, ids: 2)
        ledger["intake.intake.events.received", "3574"] = Tally(total: 4, ids: 2 ^ 4)
        ledger["intake.intake.events.done", "3574"] = Tally(total: 2, ids: 2 ^ 4)
        ledger["rows.deferred.intake.events", "3574"] = Tally(total: 1, ids: 2)
        ledger["rows.parked.intake.events", "3574"] = Tally(total: 1, ids: 2)
        return ledger
    }

    @Test func `books in which everything stands close`() {
        #expect(ledger().differences().isEmpty)
        #expect(Ledger().differences().isEmpty)
    }

    @Test(arguments: [
        ("intake.accepted", Equation.accepted), ("rows.inTransit", .accepted), ("rows.open", .seen),
        ("rows.intake.open", .intake), ("archiving.archived", .archive), ("rows.deferred.intake.events", .consumer),
        ("rows.parked.intake.events", .consumer), ("intake.intake.events.done", .consumer),
        ("rows.checks.dukcapil.open", .agency), ("verification.checks.dukcapil.settled", .agency),
    ])
    func `a line with one too many breaks its equation and names the id`(_ line: String, _ equation: Equation) throws {
        var ledger = ledger()
        ledger[line, "3574"] = ledger[line, "3574"] + Tally(total: 1, ids: 0x77)
        let found = ledger.differences()
        let difference = try #require(found.first { $0.equation == equation })
        #expect(difference.region == "3574")
        #expect(difference.tally.singleID == 0x77)
        #expect(abs(difference.expected - difference.actual) == 1)
    }

    @Test func `one id for another breaks the books though the numbers agree`() throws {
        var ledger = ledger()
        ledger["rows.open", "3574"] = Tally(total: 1, ids: 8)
        let difference = try #require(ledger.differences().first)
        #expect(difference.equation == .seen && difference.expected == difference.actual)
        #expect(difference.tally.singleID == nil)
    }

    @Test func `consumers and agencies are named, and a line of another region does not fill in`() {
        var ledger = ledger()
        ledger["intake.intake.events.received", "3578"] = Tally(total: 1, ids: 9)
        ledger["verification.checks.dinkes-3574.asked", "3578"] = Tally(total: 1, ids: 9)
        let found = ledger.differences()
        #expect(found.map(\.equation) == [.consumer, .agency])
        #expect(found.map(\.region) == ["3578", "3578"])
        #expect(found.first?.line == "intake.events")
        #expect(found.last?.agency == "dinkes-3574")
    }

    @Test func `counters that do not say what the rows say are named`() throws {
        var ledger = ledger()
        for (line, rows) in [
            ("intake.accepted", "rows.intake.accepted"), ("intake.closed", "rows.intake.closed"),
            ("verification.seen", "rows.verification.seen"), ("verification.closed", "rows.verification.closed"),
            ("archiving.archived", "rows.archiving.archived"),
            ("intake.intake.events.done", "rows.heard.intake.events"),
            ("verification.checks.dukcapil.asked", "rows.checks.dukcapil.asked"),
            ("verification.checks.dukcapil.settled", "rows.checks.dukcapil.settled"),
        ] {
            ledger[rows, "3574"] = ledger[line, "3574"]
        }
        #expect(ledger.disagreements().isEmpty)
        ledger["rows.verification.seen", "3574"] = Tally(total: 1, ids: 2)
        ledger["rows.heard.intake.events", "3574"] = Tally(total: 3, ids: 2 ^ 4 ^ 2)
        let found = ledger.disagreements()
        #expect(found.map(\.line) == ["verification.seen", "intake.intake.events.done"])
        #expect(found.first?.tally.singleID == 4)
    }

    @Test func `an id of which only the end is known is written as such`() {
        #expect(Tally.partialID(1) == "????????-????-????-0000-000000000001")
        #expect(Tally.partialID(-1) == "????????-????-????-ffff-ffffffffffff")
    }
}
