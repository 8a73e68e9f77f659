/// Token buckets by key, bounded in memory.
///
/// Pure: time comes in with each question. A bucket that is full again needs no memory, so only keys seen lately are
/// kept; when there are more than the capacity, the ones not seen for longest are forgotten, which lets them do more,
/// never less.
package struct TokenBuckets<Key: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    private let burst: Double
    private let perSecond: Double
    private let capacity: Int
    private var buckets: [Key: Bucket] = [:]

    /// Makes full buckets.
    /// - Parameters:
    ///   - burst: tokens in a full bucket.
    ///   - perSecond: tokens that come back in a second.
    ///   - capacity: keys kept at most.
    package init(burst: Int, perSecond: Double, capacity: Int = 10_000) {
        self.burst = Double(max(1, burst))
        self.perSecond = perSecond
        self.capacity = max(1, capacity)
    }

    /// Keys kept at present.
    package var count: Int { buckets.count }

    /// Takes a token.
    /// - Returns: nil when there was one, else the seconds until there is, at least 1.
    package mutating func take(_ key: Key, at now: ContinuousClock.Instant) -> Int? {
        var bucket = current(key, at: now)
        guard bucket.tokens >= 1 else { return wait(for: bucket) }
        bucket.tokens -= 1
        buckets[key] = bucket
        if buckets.count > capacity { forget(at: now) }
        return nil
    }

    /// Looks without taking.
    /// - Returns: nil when there is a token, else the seconds until there is, at least 1.
    package func peek(_ key: Key, at now: ContinuousClock.Instant) -> Int? {
        let bucket = current(key, at: now)
        return bucket.tokens >= 1 ? nil : wait(for: bucket)
    }

    private func current(_ key: Key, at now: ContinuousClock.Instant) -> Bucket {
        guard var bucket = buckets[key] else { return Bucket(tokens: burst, at: now) }
        let (seconds, attoseconds) = (now - bucket.at).components
        bucket.tokens = min(burst, bucket.tokens + (Double(seconds) + Double(attoseconds) / 1e18) * perSecond)
        bucket.at = now
        return bucket
    }

    private func wait(for bucket: Bucket) -> Int {
        guard perSecond > 0 else { return 3600 }
        return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
    }

    private mutating func forget(at now: ContinuousClock.Instant) {
        buckets = buckets.filter { current($0.key, at: now).tokens < burst }
        guard buckets.count > capacity else { return }
        // A quarter at once, so that this is rare.
        let times = buckets.values.map(\.at).sorted()
        let bound = times[min(times.count - 1, times.count - capacity * 3 / 4)]
        buckets = buckets.filter { $0.value.at >= bound }
        while buckets.count > capacity, let key = buckets.keys.first { buckets[key] = nil }
    }
}
