import Foundation
import TestSupport
import Testing

/// What `mpp audit --json` says.
struct Audit: Decodable {
    /// A place where the books do not close.
    struct Difference: Decodable {
        let equation: String
        let region: String
        let ids: [String]
    }

    /// One region's applications.
    struct Region: Decodable, Equatable {
        let accepted: Int
        let inTransit: Int
        let seen: Int
        let open: Int
        let closed: Int
    }

    let clean: Bool
    let differences: [Difference]
    let regions: [Region]

    /// Whether the books close; the exit code said the same.
    var isClean: Bool { clean && differences.isEmpty }
}

extension LocalSuite {
    /// Runs an audit.
    func audit(_ arguments: String...) async throws -> Audit { try await audit(arguments) }

    /// Runs an audit; its exit code must say what its answer says.
    func audit(_ arguments: [String]) async throws -> Audit {
        let result = try await Command.run(
            script, ["mpp", "audit", "--json"] + arguments, environment: ["MPP_STATE": state], deadline: .seconds(120))
        let audit = try JSONDecoder().decode(Audit.self, from: Data(result.output.utf8))
        #expect(result.status == (audit.clean ? 0 : 1))
        return audit
    }
}
