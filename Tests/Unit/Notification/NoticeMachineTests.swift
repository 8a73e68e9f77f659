import Contracts
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct NoticeMachineTests {
    /// Every move there is.
    ///
    /// Where a notice stands, what happens, where it stands then, what has to be done; whatever is not in it changes nothing. `uncertain*` is uncertain with the first answer still outstanding.
    private static let table = """
        awaiting-contact    | addressed            | pending             | wait 0
        awaiting-contact    | unaddressable        | failed              | settle failed no-address
        pending             | due                  | handing-over        | hand over
        handing-over        | due                  | uncertain*          | wait 0
        handing-over        | accepted             | delivered           | settle delivered
        handing-over        | refused              | failed              | settle failed r
        handing-over        | refused-for-now      | pending             | wait 30
        handing-over        | refused-for-now, old | failed              | settle failed r
        handing-over        | unavailable          | pending             | wait 30
        handing-over        | unavailable, old     | pending             | wait 30
        handing-over        | maybe-taken          | uncertain           | wait 30
        uncertain           | due                  | handing-over-again  | hand over
        uncertain*          | due                  | handing-over-again  | hand over
        uncertain*          | accepted             | delivered           | settle delivered
        uncertain*          | refused              | failed              | settle failed r
        uncertain*          | refused-for-now      | pending             | wait 30
        uncertain*          | refused-for-now, old | failed              | settle failed r
        uncertain*          | unavailable          | pending             | wait 30
        uncertain*          | unavailable, old     | pending             | wait 30
        uncertain*          | maybe-taken          | uncertain           | -
        handing-over-again  | due                  | uncertain-for-good  | settle uncertain no-answer-twice
        handing-over-again  | accepted             | delivered           | settle delivered
        handing-over-again  | refused              | uncertain-for-good  | settle uncertain r
        handing-over-again  | refused-for-now      | uncertain           | wait 30
        handing-over-again  | refused-for-now, old | uncertain-for-good  | settle uncertain r
        handing-over-again  | unavailable          | uncertain           | wait 30
        handing-over-again  | unavailable, old     | uncertain           | wait 30
        handing-over-again  | maybe-taken          | uncertain-for-good  | settle uncertain r
        """

    private static let policy = NoticePolicy(firstWait: 30, longestWait: 3600, giveUpAge: 1000)

    private static let states: [(name: String, machine: NoticeMachine)] = [
        ("awaiting-contact", NoticeMachine()),
        ("pending", NoticeMachine(state: .pending)),
        ("handing-over", NoticeMachine(state: .handingOver, attempts: 1, openAttempt: 1)),
        ("uncertain", NoticeMachine(state: .uncertain, attempts: 1, isPossibleDouble: true)),
        ("uncertain*", NoticeMachine(state: .uncertain, attempts: 1, openAttempt: 1, isPossibleDouble: true)),
        (
            "handing-over-again",
            NoticeMachine(state: .handingOverAgain, attempts: 2, openAttempt: 2, isPossibleDouble: true)
        ),
        ("delivered", NoticeMachine(state: .delivered, attempts: 1)),
        ("failed", NoticeMachine(state: .failed, attempts: 1)),
        ("uncertain-for-good", NoticeMachine(state: .uncertainForGood, attempts: 2, isPossibleDouble: true)),
    ]

    private static func inputs(attempt: Int) -> [(name: String, input: NoticeMachine.Input)] {
        let answers: [(String, TransportAnswer)] = [
            ("accepted", .accepted), ("refused", .refused(reason: "r")),
            ("refused-for-now", .refusedForNow(reason: "r")), ("unavailable", .unavailable(reason: "r")),
            ("maybe-taken", .maybeTaken(reason: "r")),
        ]
        let answered = answers.flatMap { name, answer in
            [
                (name, NoticeMachine.Input.answered(answer, attempt: attempt, age: 999)),
                ("\(name), old", .answered(answer, attempt: attempt, age: 1000)),
            ]
        }
        return [
            ("addressed", .addressed), ("unaddressable", .unaddressable(reason: "no-address")), ("due", .due),
        ] + answered
    }

    private static func text(_ actions: [NoticeMachine.Action]) -> String {
        actions.map { action in
            switch action {
            case .wait(let seconds): "wait \(seconds)"
            case .handOver: "hand over"
            case .settle(let outcome, let reason):
                ["settle", outcome.rawValue, reason].compactMap(\.self).joined(separator: " ")
            }
        }.joined(separator: ", ")
    }

    private static var moves: [String: (state: String, actions: String)] {
        var moves: [String: (String, String)] = [:]
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: "|").map { cell in
                cell.split(separator: " ").joined(separator: " ")
            }
            moves["\(cells[0])|\(cells[1])"] = (cells[2], cells[3] == "-" ? "" : cells[3])
        }
        return moves
    }

    @Test func `every state answers every input as the table says`() {
        var used: Set<String> = []
        for (name, start) in Self.states {
            for (inputName, input) in Self.inputs(attempt: start.openAttempt ?? 1) {
                // An answer that does not depend on the age has one row for both.
                let exact = "\(name)|\(inputName)"
                let plain = "\(name)|\(inputName.replacing(", old", with: ""))"
                let key = Self.moves[exact] == nil ? plain : exact
                var machine = start
                let actions = Self.text(machine.on(input, policy: Self.policy))
                guard let move = Self.moves[key] else {
                    #expect(machine == start, "\(exact) must change nothing")
                    #expect(actions.isEmpty, "\(exact) must ask for nothing")
                    continue
                }
                used.insert(key)
                let state =
                    machine.state.rawValue + (machine.state == .uncertain && machine.openAttempt != nil ? "*" : "")
                #expect(state == move.state, "\(exact)")
                #expect(actions == move.actions, "\(exact)")
            }
        }
        #expect(used.count == Self.moves.count, "every row of the table must be reached")
    }

    @Test func `an answer to another attempt changes nothing`() {
        for (_, start) in Self.states {
            for (_, input) in Self.inputs(attempt: (start.openAttempt ?? 1) + 1) {
                guard case .answered = input else { continue }
                var machine = start
                #expect(machine.on(input, policy: Self.policy).isEmpty)
                #expect(machine == start)
            }
        }
    }

    @Test func `an answer written twice counts once`() {
        for (_, start) in Self.states {
            for (_, input) in Self.inputs(attempt: start.openAttempt ?? 1) {
                guard case .answered = input else { continue }
                var machine = start
                _ = machine.on(input, policy: Self.policy)
                let once = machine
                #expect(machine.on(input, policy: Self.policy).isEmpty)
                #expect(machine == once)
            }
        }
    }

    @Test func `a crash while handing over leads to exactly one more attempt and is listed as a possible double`() {
        var machine = NoticeMachine(state: .pending)
        #expect(machine.on(.due, policy: Self.policy) == [.handOver])
        // The process dies here; the lease ends.
        #expect(machine.on(.due, policy: Self.policy) == [.wait(seconds: 0)])
        #expect(machine.isPossibleDouble)
        #expect(machine.on(.due, policy: Self.policy) == [.handOver])
        #expect(
            machine.on(.answered(.accepted, attempt: 2, age: 5), policy: Self.policy)
                == [.settle(.delivered, reason: nil)])
        #expect(machine.attempts == 2)
        #expect(machine.isPossibleDouble)
    }

    @Test func `a late answer of the first attempt does not count for the second`() {
        var machine = NoticeMachine(state: .handingOver, attempts: 1, openAttempt: 1)
        _ = machine.on(.due, policy: Self.policy)
        _ = machine.on(.due, policy: Self.policy)
        #expect(machine.on(.answered(.accepted, attempt: 1, age: 5), policy: Self.policy).isEmpty)
        #expect(machine.state == .handingOverAgain)
    }

    @Test func `a late refusal of the only attempt takes the doubt back`() {
        var machine = NoticeMachine(state: .handingOver, attempts: 1, openAttempt: 1)
        _ = machine.on(.due, policy: Self.policy)
        _ = machine.on(.answered(.refusedForNow(reason: "busy"), attempt: 1, age: 5), policy: Self.policy)
        #expect(machine.state == .pending)
        #expect(!machine.isPossibleDouble)
    }

    @Test func `in no order of inputs may a recipient have a notice more than twice`() {
        for _ in 0..<5_000 {
            var machine = NoticeMachine(state: .pending)
            // Attempts that may have reached the recipient: all but those surely not taken.
            var possible: Set<Int> = []
            for _ in 0..<30 {
                let before = machine
                let attempt = Int.random(in: max(1, machine.attempts - 1)...max(1, machine.attempts))
                guard let input = Self.inputs(attempt: attempt).randomElement()?.input else { continue }
                let actions = machine.on(input, policy: Self.policy)
                if actions == [.handOver] { possible.insert(machine.attempts) }
                if case .answered(let answer, attempt, _) = input, before.openAttempt == attempt,
                    answer != .accepted, answer != .maybeTaken(reason: "r")
                {
                    possible.remove(attempt)
                }
                #expect(possible.count <= 2)
                if possible.count == 2 { #expect(machine.isPossibleDouble) }
                if machine.state == .pending || machine.state == .failed { #expect(possible.isEmpty) }
                if machine.state == .delivered { #expect(!possible.isEmpty) }
                if before.state.isSettled { #expect(machine == before && actions.isEmpty) }
            }
        }
    }

    @Test func `waits double up to the longest`() {
        let policy = NoticePolicy(firstWait: 30, longestWait: 200)
        #expect([0, 1, 2, 3, 4, 50].map(policy.wait(afterRefusals:)) == [30, 30, 60, 120, 200, 200])
    }
}
