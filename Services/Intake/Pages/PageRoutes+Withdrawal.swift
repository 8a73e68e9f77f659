import Contracts
import Crypto
import Hummingbird
import ServiceRuntime

extension PageRoutes {
    /// Adds the taking back of an application by its owner.
    func addWithdrawal(to router: Router<HTTPContext>) {
        guard intake.isTest else { return }
        router.get("/lacak/:number/tarik") { request, context in
            let number = context.parameters.get("number") ?? ""
            return try await answer(request, context) { visit in
                guard let (submission, session) = try await owned(number, visit) else {
                    return .redirect(visit.signInURL(then: visit.path))
                }
                try visit.begin(session)
                guard Self.isWithdrawable(submission) else { return .redirect(Self.path(submission.number)) }
                return try withdrawalPage(submission, &visit)
            }
        }
        router.post("/lacak/:number/tarik") { request, context in
            let number = context.parameters.get("number") ?? ""
            return try await answer(request, context) { visit in
                let form = try await form(visit)
                guard let (submission, session) = try await owned(number, visit) else {
                    return .redirect(visit.signInURL(then: visit.path))
                }
                try visit.begin(session)
                try intake.rate.admit(session.subject)
                guard let reason = form["alasan"].flatMap(WithdrawalReason.init(rawValue:)) else {
                    return try withdrawalPage(submission, &visit, isWrong: true)
                }
                try await withdraw(submission, reason, session)
                return .redirect(Self.path(submission.number))
            }
        }
    }

    /// Whether the page offers the taking back to this visitor.
    func canWithdraw(_ submission: TrackedSubmission, _ visit: PageVisit) -> Bool {
        intake.isTest && visit.session?.subject == submission.subject && Self.isWithdrawable(submission)
    }

    private static func isWithdrawable(_ submission: TrackedSubmission) -> Bool {
        !submission.state.isFinal && submission.withdrawalRequestedAt == nil
    }

    /// The application of who has signed in; nil without a session.
    /// - Throws: 404 for anybody else's.
    private func owned(
        _ text: String, _ visit: PageVisit
    ) async throws -> (submission: TrackedSubmission, session: PageSession)? {
        guard let session = visit.session else { return nil }
        guard let number = SubmissionNumber(reading: text),
            let found = try await TrackingStore.find(number, in: intake.pool), found.subject == session.subject
        else { throw Problem.notFound() }
        return (found, session)
    }

    private func withdrawalPage(
        _ submission: TrackedSubmission, _ visit: inout PageVisit, isWrong: Bool = false
    ) throws -> PageAnswer {
        var values: [String: Any] = [
            "formToken": try visit.formToken(), "number": submission.number.value, "action": visit.path,
            "statusURL": Self.path(submission.number), "hasErrors": isWrong,
            "reasons": WithdrawalReason.allCases.map { reason in
                [
                    "id": "alasan-\(reason.rawValue)", "value": reason.rawValue,
                    "label": visit.words[Self.name(of: reason)],
                ]
            },
        ]
        if isWrong {
            let target = "#alasan-\(WithdrawalReason.noLongerNeeded.rawValue)"
            values["errors"] = [["target": target, "text": visit.words["withdrawChoose"]]]
        }
        return .page(
            PageAnswer.Page(
                template: "withdraw", title: visit.words[isWrong ? "errorTitle" : "withdrawTitle"], values: values,
                status: isWrong ? .unprocessableContent : .ok))
    }

    /// Asks for it the way that the API does; a second click, or a second tab, finds it asked for.
    private func withdraw(
        _ submission: TrackedSubmission, _ reason: WithdrawalReason, _ session: PageSession
    ) async throws {
        let body: JSONValue = ["reason": .string(reason.rawValue)]
        do {
            _ = try await intake.amending.withdraw(
                AmendmentRequest(
                    number: submission.number, principal: session.principal, accessCode: nil,
                    key: "withdrawal-\(submission.id)", bodyHash: Array(SHA256.hash(data: try body.json())), body: body,
                    traceparent: intake.traceparent))
        } catch let problem as Problem
            where ["withdrawal-requested", "closed", "idempotency-key-reused"].contains(problem.code)
        {
            // The status page shows what has become of it.
        }
    }

    private static func name(of reason: WithdrawalReason) -> String {
        switch reason {
        case .noLongerNeeded: "withdrawNotNeeded"
        case .filedByMistake: "withdrawMistake"
        case .filedTwice: "withdrawTwice"
        case .consentWithdrawn: "withdrawConsent"
        case .other: "withdrawOther"
        }
    }
}
