import TestSupport
import Testing

@testable import Pipeline

@Suite("The waits of a loop", .timeLimit(.minutes(1)))
struct DrainablePauseTests {
    @Test func `a wait ends by itself, and there is a next try`() async {
        let pause = DrainablePause()
        #expect(await pause.wait(for: .milliseconds(1)))
        #expect(!pause.isDraining)
    }

    @Test func `a drain ends the present wait and every later one`() async throws {
        let pause = DrainablePause()
        let next = try await within(.seconds(20), "the end of the wait") {
            async let next = pause.wait(for: .seconds(3600))
            await Task.yield()
            pause.drain()
            return await next
        }
        #expect(!next)
        #expect(await !pause.wait(for: .seconds(3600)))
        #expect(pause.isDraining)
    }

    @Test func `a cancelled task waits no longer`() async {
        let pause = DrainablePause()
        let waiting = Task { await pause.wait(for: .seconds(3600)) }
        waiting.cancel()
        #expect(await !waiting.value)
    }
}
