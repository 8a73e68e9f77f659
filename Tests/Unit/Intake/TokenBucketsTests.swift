import IntakeService
import Testing

@Suite("Token buckets", .timeLimit(.minutes(1)))
struct TokenBucketsTests {
    private let start = ContinuousClock.now

    @Test func `a burst passes, the next one waits as long as a token takes`() {
        var buckets = TokenBuckets<String>(burst: 2, perSecond: 0.5)
        #expect(buckets.take("a", at: start) == nil)
        #expect(buckets.take("a", at: start) == nil)
        #expect(buckets.take("a", at: start) == 2)
        #expect(buckets.take("b", at: start) == nil)
        #expect(buckets.take("a", at: start + .seconds(2)) == nil)
        #expect(buckets.take("a", at: start + .seconds(2)) == 2)
    }

    @Test func `looking takes nothing`() {
        var buckets = TokenBuckets<String>(burst: 1, perSecond: 1)
        #expect(buckets.peek("a", at: start) == nil)
        #expect(buckets.peek("a", at: start) == nil)
        #expect(buckets.take("a", at: start) == nil)
        #expect(buckets.peek("a", at: start) == 1)
    }

    @Test func `memory stays bounded whatever is asked for`() {
        var buckets = TokenBuckets<Int>(burst: 5, perSecond: 0.001, capacity: 100)
        for key in 0..<10_000 { _ = buckets.take(key, at: start + .milliseconds(key)) }
        #expect(buckets.count <= 100)
        // The one seen last is among them.
        for _ in 0..<4 { _ = buckets.take(9999, at: start + .seconds(10)) }
        #expect(buckets.take(9999, at: start + .seconds(10)) != nil)
    }
}
