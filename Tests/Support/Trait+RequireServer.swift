package import Testing

extension Trait where Self == ConditionTrait {
    /// Leaves the test or suite out, with the reason printed, if a server is not there; but fails it when `CI=true`.
    package static func requireServer(
        _ servers: TestServer..., sourceLocation: SourceLocation = #_sourceLocation
    ) -> Self {
        let missing = servers.filter { TestEnvironment.value($0.variable) == nil }
        let reason = missing.map { "\($0.variable) is not set" }.joined(separator: ", ")
        return .enabled(Comment(rawValue: reason), sourceLocation: sourceLocation) {
            guard let first = missing.first else { return true }
            if TestEnvironment.isDeciding { throw MissingServer(server: first) }
            return false
        }
    }
}
