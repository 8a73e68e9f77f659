import TestSupport
import Testing

@testable import Pipeline

@Suite("A wait that may be ended", .timeLimit(.minutes(1)))
struct PauseTests {
    @Test func `an end comes at once, and the next wait is a whole one`() async throws {
        let pause = Pause()
        try await within(.seconds(20), "the end of the wait") {
            async let ended: Void = pause.wait(for: .seconds(3600))
            await Task.yield()
            pause.end()
            await ended
        }
        let clock = ContinuousClock()
        let start = clock.now
        await pause.wait(for: .milliseconds(50))
        #expect(clock.now - start >= .milliseconds(50))
    }

    @Test func `an end that nobody waited for ends the next wait`() async throws {
        let pause = Pause()
        pause.end()
        try await within(.seconds(20), "the end of the wait") { await pause.wait(for: .seconds(3600)) }
    }
}
