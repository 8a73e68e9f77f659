import TestSupport
import Testing

@testable import Pipeline

@Suite("The bells of due rows", .timeLimit(.minutes(1)))
struct DueBellsTests {
    @Test func `only the source that is named is woken`() async throws {
        let bells = DueBells()
        bells.ring(["notices"])
        try await within(.seconds(20), "the wake-up") {
            await bells.pause(of: "notices").wait(for: .seconds(3600))
        }
        let clock = ContinuousClock()
        let start = clock.now
        await bells.pause(of: "schedules").wait(for: .milliseconds(50))
        #expect(clock.now - start >= .milliseconds(50))
    }
}
