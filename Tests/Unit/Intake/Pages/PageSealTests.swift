import Contracts
import Sealing
import Testing

@testable import IntakeService

@Suite("Sealed values of browsers", .timeLimit(.minutes(1)))
struct PageSealTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)

    private func seal() throws -> PageSeal {
        let ring = KeyRingFile.generate(epoch: "e1", audiences: ["storage"])
        return PageSeal(keyRing: try KeyRing(json: Array(ring.json())))
    }

    @Test func `what was sealed opens for its purpose alone, and until it expires`() throws {
        let seal = try seal()
        let sealed = try seal.seal("ABCD", for: .ticket(number: "1"), lifetimeSeconds: 60, now: now)
        #expect(sealed.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(!sealed.contains("ABCD"))
        #expect(seal.open(sealed, for: .ticket(number: "1"), now: now) == "ABCD")
        #expect(seal.open(sealed, for: .ticket(number: "1"), now: now.adding(seconds: 59)) == "ABCD")
        #expect(seal.open(sealed, for: .ticket(number: "1"), now: now.adding(seconds: 60)) == nil)
        #expect(seal.open(sealed, for: .ticket(number: "2"), now: now) == nil)
        #expect(seal.open(sealed, for: .session, now: now) == nil)
        #expect(seal.open(sealed, for: .form(browser: "1"), now: now) == nil)
    }

    @Test func `whatever else a browser sends does not open`() throws {
        let seal = try seal()
        let sealed = try seal.seal("ABCD", for: .session, lifetimeSeconds: 60, now: now)
        #expect(seal.open("", for: .session, now: now) == nil)
        #expect(seal.open("%%%", for: .session, now: now) == nil)
        #expect(seal.open(String(repeating: "A", count: 5000), for: .session, now: now) == nil)
        #expect(seal.open(String(sealed.dropLast(2)), for: .session, now: now) == nil)
        #expect(try seal.seal("ABCD", for: .session, lifetimeSeconds: 60, now: now) != sealed)
    }
}
