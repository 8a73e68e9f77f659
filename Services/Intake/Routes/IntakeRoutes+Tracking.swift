import Contracts
import Hummingbird
import Pipeline
import ServiceRuntime

extension IntakeRoutes {
    private static let pageSize = 20
    private static let largestPage = 100

    /// Adds the looking up of applications.
    func addTracking(to router: Router<HTTPContext>) {
        router.get("/v1/submissions") { request, context in
            let principal = try context.require(.citizen, .officer)
            let (limit, after) = try page(request)
            let found = try await TrackingStore.own(principal.subject, after: after, limit: limit + 1, in: pool)
            return try Response.json(OwnList(found, limit: limit, receipts: receipts))
        }
        router.get("/v1/submissions/:number") { request, context in
            let code = accessCode(request)
            let number = try access.admit(
                context.parameters.get("number") ?? "", principal: context.principal, code: code)
            let found = try await TrackingStore.find(number, in: pool)
            let (submission, right) = try access.authorize(
                found, number: number, principal: context.principal, code: code)
            if right == .operator, let principal = context.principal { try await log(principal, submission) }
            let documents = try await TrackingStore.documents(
                region: submission.region, submission: submission.id, in: pool)
            let timeline = try await TimelineStore.read(region: submission.region, submission: submission.id, in: pool)
            return try Response.json(
                StatusView(submission, documents: documents, timeline: timeline, isTest: isTest))
        }
    }

    /// Logs that an operator looked at another person's application.
    private func log(_ principal: Principal, _ submission: TrackedSubmission) async throws {
        try await engine.perform { unit in
            unit.log(
                UnitOfWork.Access(
                    region: submission.region, submission: submission.id, principal: principal.subject,
                    role: Role.operator.rawValue, purpose: "operation", fields: ["state", "timeline", "documents"]))
        }
    }

    private func page(_ request: Request) throws(Problem) -> (limit: Int, after: SubmissionID?) {
        let query = request.uri.queryParameters
        var faults: [Problem.Fault] = []
        var limit = Self.pageSize
        if let text = query.get("limit") {
            if let number = Int(text), (1...Self.largestPage).contains(number) {
                limit = number
            } else {
                faults.append(
                    Problem.Fault(
                        pointer: "limit", code: "range", message: "must be a whole number from 1 to \(Self.largestPage)"
                    ))
            }
        }
        var after: SubmissionID?
        if let text = query.get("after") {
            after = SubmissionID(reading: text)
            if after == nil {
                faults.append(
                    Problem.Fault(pointer: "after", code: "format", message: "must be what an earlier page's next held")
                )
            }
        }
        guard faults.isEmpty else { throw .invalid(faults) }
        return (limit, after)
    }
}

extension SubmissionID {
    /// Reads an id; nil when the text is none.
    fileprivate init?(reading text: String) {
        do throws(ContractViolation) {
            try self.init(parsing: text)
        } catch {
            return nil
        }
    }
}
