public import Contracts
import ServiceRuntime

/// An agency's worker: answers the core's questions to one or more of its checks.
///
/// ```swift
/// @main struct Registry {
///     static func main() async throws {
///         try await AgencyWorker(agency: "dukcapil")
///             .check("identity") { question in
///                 question.text("nik") == nil ? .notFound : .match
///             }
///             .run()
///     }
/// }
/// ```
///
/// A question is acknowledged only after the broker has confirmed its answer. A check that throws is rejected, which
/// means: ask me again by your policy. SIGTERM takes no more questions, finishes those at hand and hands the rest back.
/// - Settings: `broker.url` (text, required, secret): `amqp://agency:password@host:port/vhost`;
///   `worker.concurrency` (int, optional, default 16, range 1–256): questions answered at once;
///   `ops.host`, `ops.port`: where `/livez`, `/readyz` and `/metrics` answer.
public struct AgencyWorker: Sendable {
    /// What a check does with a question.
    public typealias Check = @Sendable (CheckQuestion) async throws -> CheckReply

    private let agency: AgencyCode
    private(set) var checks: [(code: CheckCode, check: Check)] = []

    /// Makes a worker of an agency; the code is also its user name at the broker.
    /// - Throws: `ContractViolation` for a code that is not `[a-z0-9-]{1,40}`.
    public init(agency: String) throws(ContractViolation) {
        self.agency = try AgencyCode(agency)
    }

    /// Adds a check.
    /// - Throws: `ContractViolation` for a code that is not `[a-z0-9-]{1,40}`, or that has a check already.
    public func check(_ code: String, _ check: @escaping Check) throws(ContractViolation) -> AgencyWorker {
        let code = try CheckCode(code)
        guard !checks.contains(where: { $0.code == code }) else {
            throw ContractViolation(code: "duplicate", message: "\(code) has a check already")
        }
        var worker = self
        worker.checks.append((code, check))
        return worker
    }

    /// Runs until SIGTERM or SIGINT, then ends the process.
    public func run() async -> Never {
        await ServiceProcess.main(name: agency.value) { [agency, checks] context in
            let settings = WorkerSettings(context.settings, agency: agency)
            try context.settings.finish()
            return [
                try CheckService(agency: agency, checks: checks, settings: settings, context: context)
            ]
        }
    }
}
