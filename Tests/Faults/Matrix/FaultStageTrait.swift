import TestSupport
import Testing

/// Gives a suite of tests the one stage on which all its faults happen.
struct FaultStageTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await FaultStage.with { try await function() }
    }
}

extension Trait where Self == FaultStageTrait {
    /// One suite of real processes and servers for all faults.
    static var faultStage: Self { FaultStageTrait() }
}
