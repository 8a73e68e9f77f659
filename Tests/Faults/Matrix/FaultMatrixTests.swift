import TestSupport
import Testing

/// Every fault of the matrix on one suite under load, one after the other.
///
/// `MPP_TEST_FAULTS` chooses: `short`, `whole`, or a list of names separated by commas; `MPP_FAULT_SEED` repeats a run.
@Suite("The fault matrix", .serialized, .requireServer(.privateServers), .faultStage, .timeLimit(.minutes(15)))
struct FaultMatrixTests {
    @Test(arguments: FaultTable.chosen)
    func `nothing is lost or doubled`(_ fault: Fault) async throws {
        let stage = try #require(FaultStage.current)
        print("fault: \(fault.name)")
        let row = try await stage.run(fault)
        stage.note(row)
        print(FaultReport.line(row))
        switch row.outcome {
        case .passed: break
        case .failed:
            for reason in row.reasons { Issue.record("\(fault.name): \(reason)") }
        case .notRun:
            if fault.isRequired, TestEnvironment.isDeciding {
                Issue.record("\(fault.name) is required and was not run: \(row.reasons.joined(separator: ", "))")
            }
        }
    }
}
