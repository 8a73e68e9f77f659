/// How a part of the process fares.
package enum HealthState: Hashable, Sendable {
    /// It works.
    case ready
    /// It does not work now and will by itself: a server is away, a queue is blocked.
    case notReady(String)
    /// It will never work again in this process: restart it.
    case failed(String)

    /// `ready`, `not-ready` or `failed`.
    var name: String {
        switch self {
        case .ready: "ready"
        case .notReady: "not-ready"
        case .failed: "failed"
        }
    }

    /// Why it is not ready.
    var reason: String? {
        switch self {
        case .ready: nil
        case .notReady(let reason), .failed(let reason): reason
        }
    }
}
