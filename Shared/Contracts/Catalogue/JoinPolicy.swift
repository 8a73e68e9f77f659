/// What follows from the agencies' answers.
///
/// - Shape: nothing here can refuse because a register knows nothing or is unavailable.
public struct JoinPolicy: Sendable, Hashable {
    /// Whose answers are waited for.
    public enum Wait: String, CaseIterable, Codable, Sendable {
        /// Those of the required checks.
        case required
        /// Those of all checks.
        case all
    }

    /// What a mismatch leads to.
    public enum OnMismatch: String, CaseIterable, Codable, Sendable {
        /// An officer decides.
        case officer
        /// The applicant must mend it.
        case correction
        /// The application is refused.
        case refuse
    }

    /// What a recommendation against approval leads to.
    public enum OnNotRecommended: String, CaseIterable, Codable, Sendable {
        /// An officer decides.
        case officer
        /// The application is refused with the agency's reasons.
        case refuse
    }

    /// What an unknown entry leads to.
    public enum OnNotFound: String, CaseIterable, Codable, Sendable {
        /// An officer decides.
        case officer
        /// The applicant must mend it.
        case correction
    }

    /// Whose answers are waited for.
    public let waitFor: Wait
    /// What a mismatch leads to.
    public let onMismatch: OnMismatch
    /// What a recommendation against approval leads to.
    public let onNotRecommended: OnNotRecommended
    /// What an unknown entry leads to.
    public let onNotFound: OnNotFound
    /// The reason given to the applicant for a mismatch; needed unless an officer decides.
    public let mismatchReason: ReasonCode?
    /// The reason given to the applicant for an unknown entry; needed unless an officer decides.
    public let notFoundReason: ReasonCode?

    /// Reads a policy.
    init?(_ reader: inout ObjectReader) {
        let wait = reader.word("waitFor", Wait.self)
        let mismatch = reader.word("onMismatch", OnMismatch.self)
        let notRecommended = reader.word("onNotRecommended", OnNotRecommended.self)
        let notFound = reader.word("onNotFound", OnNotFound.self)
        mismatchReason = reader.value("mismatchReason", isRequired: false, ReasonCode.init(_:))
        notFoundReason = reader.value("notFoundReason", isRequired: false, ReasonCode.init(_:))
        guard let wait, let mismatch, let notRecommended, let notFound else { return nil }
        reader.faults.presence(
            mismatchReason != nil, when: mismatch != .officer, reader.place("mismatchReason"))
        reader.faults.presence(
            notFoundReason != nil, when: notFound != .officer, reader.place("notFoundReason"))
        waitFor = wait
        onMismatch = mismatch
        onNotRecommended = notRecommended
        onNotFound = notFound
    }
}
