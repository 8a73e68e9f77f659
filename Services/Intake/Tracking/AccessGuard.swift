package import Contracts
package import ServiceRuntime
import Synchronization

/// Decides who may see an application: its owner by token, whoever holds number and access code, or an operator, whose
/// look is logged.
///
/// A wrong code, a foreign application and an unknown number have one answer. Wrong attempts are limited by number,
/// whether the number exists or not.
package final class AccessGuard: Sendable {
    private static let burst = 10
    private static let perSecond = 1.0 / 60

    private let verify: @Sendable (_ code: String, _ submission: SubmissionID) -> Bool
    private let wrong = Mutex(TokenBuckets<String>(burst: burst, perSecond: perSecond))

    /// Makes a guard.
    /// - Parameter verify: whether a code is an application's, in constant time.
    package init(verify: @escaping @Sendable (_ code: String, _ submission: SubmissionID) -> Bool) {
        self.verify = verify
    }

    /// Checks the number that was asked for before anything is looked up.
    /// - Throws: 404 for what is no number; 401 without token and code; 429 after too many wrong codes.
    package func admit(_ text: String, principal: Principal?, code: String?) throws(Problem) -> SubmissionNumber {
        guard principal != nil || code != nil else { throw .unauthorized() }
        let number: SubmissionNumber
        do throws(ContractViolation) {
            number = try SubmissionNumber(parsing: text)
        } catch {
            throw .notFound()
        }
        if code != nil, let wait = wrong.withLock({ $0.peek(number.value, at: .now) }) {
            throw .tooManyRequests(retryAfterSeconds: wait)
        }
        return number
    }

    /// Whether the code opens the application.
    package func opens(_ code: String, _ submission: TrackedSubmission) -> Bool {
        verify(code, submission.id)
    }

    /// By what right somebody sees an application.
    package enum Right: Sendable, Equatable {
        /// It is theirs.
        case owner
        /// They hold its access code.
        case code
        /// They run the suite.
        case `operator`
    }

    /// Checks who asks to see an application.
    /// - Returns: the application, and by what right it is seen.
    /// - Throws: 404.
    package func authorize(
        _ found: TrackedSubmission?, number: SubmissionNumber, principal: Principal?, code: String?
    ) throws(Problem) -> (submission: TrackedSubmission, right: Right) {
        if let found, let principal, principal.subject == found.subject { return (found, .owner) }
        if let found, let code, opens(code, found) { return (found, .code) }
        if let found, let principal, principal.roles.contains(.operator) { return (found, .operator) }
        // An unknown number costs an attempt too, so that the two cannot be told apart.
        if code != nil { _ = wrong.withLock { $0.take(number.value, at: .now) } }
        throw .notFound()
    }

    /// Checks who asks to change an application: its owner, or an officer of the region to whom the applicant has given
    /// the access code.
    /// - Returns: whether an officer acts for the applicant.
    /// - Throws: 404.
    package func authorizeChange(
        _ found: TrackedSubmission?, number: SubmissionNumber, principal: Principal, code: String?
    ) throws(Problem) -> Bool {
        if let found, principal.subject == found.subject { return !principal.roles.contains(.citizen) }
        if let found, let code, principal.roles.contains(.officer), principal.covers(region: found.region.digits),
            opens(code, found)
        {
            return true
        }
        if code != nil { _ = wrong.withLock { $0.take(number.value, at: .now) } }
        throw .notFound()
    }
}
