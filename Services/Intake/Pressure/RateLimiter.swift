package import ServiceRuntime
import Synchronization

/// Limits how often one subject may ask for work.
package final class RateLimiter: Sendable {
    private let buckets: Mutex<TokenBuckets<String>>?

    /// Makes a limiter.
    /// - Parameters:
    ///   - perMinute: requests of a subject in a minute; 0 lets everything pass.
    ///   - burst: requests at once.
    package init(perMinute: Int, burst: Int) {
        buckets =
            perMinute > 0
            ? Mutex(TokenBuckets(burst: burst, perSecond: Double(perMinute) / 60)) : nil
    }

    /// Counts a request.
    /// - Throws: 429.
    package func admit(_ subject: String) throws(Problem) {
        if let wait = buckets?.withLock({ $0.take(subject, at: .now) }) {
            throw .tooManyRequests(retryAfterSeconds: wait)
        }
    }
}
