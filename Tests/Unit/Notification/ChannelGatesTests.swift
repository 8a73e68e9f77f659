import Contracts
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct ChannelGatesTests {
    @Test func `an answer that says nothing of the server closes the gate for a growing wait`() {
        let gates = ChannelGates()
        let start = ContinuousClock.now
        #expect(gates.closed(at: start).isEmpty && gates.reason(of: .email) == nil)
        gates.note(.unavailable(reason: "down"), on: .email, at: start)
        #expect(gates.closed(at: start) == [.email])
        #expect(gates.reason(of: .email) == "down")
        #expect(gates.closed(at: start + .seconds(1)).isEmpty)
        // Asked again and still down: from now on the waits grow to more than the first.
        var now = start
        for _ in 0..<6 {
            now += .seconds(120)
            gates.note(.unavailable(reason: "down"), on: .email, at: now)
        }
        #expect(gates.closed(at: now + .seconds(15)) == [.email])
        #expect(gates.closed(at: now + .seconds(61)).isEmpty)
        #expect(gates.reason(of: .email) == "down")
    }

    @Test func `answers of attempts under way do not close it for longer`() {
        let gates = ChannelGates()
        let start = ContinuousClock.now
        for _ in 0..<50 { gates.note(.unavailable(reason: "down"), on: .email, at: start) }
        #expect(gates.closed(at: start + .seconds(1)).isEmpty)
    }

    @Test(arguments: [
        TransportAnswer.accepted, .refused(reason: "r"), .refusedForNow(reason: "r"), .maybeTaken(reason: "r"),
    ])
    func `an answer of the server opens it, one channel's gate leaves the others alone`(_ answer: TransportAnswer) {
        let gates = ChannelGates()
        let start = ContinuousClock.now
        gates.note(.unavailable(reason: "down"), on: .email, at: start)
        gates.note(.accepted, on: .file, at: start)
        #expect(gates.closed(at: start) == [.email])
        gates.note(answer, on: .email, at: start)
        #expect(gates.closed(at: start).isEmpty && gates.reason(of: .email) == nil)
    }
}
