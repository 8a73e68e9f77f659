import Testing

@testable import Database

@Suite("Back-off", .timeLimit(.minutes(1)))
struct BackOffTests {
    @Test
    func `the wait doubles up to its bound, and begins anew after a success`() {
        var backOff = BackOff(first: .milliseconds(100), most: .seconds(1))
        let waits = (0..<6).map { _ in backOff.next(random: 1) }
        #expect(waits == [100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
        backOff.reset()
        #expect(backOff.next(random: 0) == .milliseconds(50))
    }

    @Test
    func `chance moves the wait within its upper half, however long the trouble lasts`() {
        var backOff = BackOff(first: .milliseconds(100), most: .seconds(1))
        for _ in 0..<200 {
            let wait = backOff.next()
            #expect(wait >= .milliseconds(50) && wait <= .seconds(1))
        }
    }
}
