/// The whole table of moves; a move that is not in it does not happen.
public enum StateTable {
    /// The state of an application that was just taken in.
    public static let initial = SubmissionState.received

    /// The states that a correction can come from and goes back to.
    public static let resumable: Set<SubmissionState> = [.received, .inVerification, .inDecision]

    /// The state after a trigger, or nil when the trigger moves nothing in this state.
    ///
    /// - Parameters:
    ///   - state: where the application stands.
    ///   - trigger: what happened.
    ///   - resuming: where a requested correction came from; a submitted correction leads back there, and nowhere when
    ///     it is nil or no state that a correction can come from.
    /// - Returns: the state after, or nil.
    public static func next(
        from state: SubmissionState, on trigger: SubmissionTrigger, resuming: SubmissionState? = nil
    ) -> SubmissionState? {
        if state.isFinal { return nil }
        switch (state, trigger) {
        case (_, .withdrawn): return .withdrawn
        case (_, .deadlineDeemed): return .deemedApproved
        case (.received, .completenessPassed): return .inVerification
        case (.received, .defectsFound), (.inVerification, .defectsFound), (.inDecision, .correctionAsked):
            return .correctionRequested
        case (.inVerification, .checksAnswered): return .inDecision
        case (.inVerification, .approvedByRule), (.inDecision, .approvedByOfficer): return .approved
        case (.inVerification, .refusedByRule), (.inDecision, .refusedByOfficer): return .refused
        case (.correctionRequested, .correctionSubmitted):
            guard let resuming, resumable.contains(resuming) else { return nil }
            return resuming
        case (.correctionRequested, .correctionExpired): return .lapsed
        case (.approved, .signatureNotNeeded), (.approved, .signed): return .issued
        default: return nil
        }
    }

    /// OSS-RBA's status code of a move; nil where it has none.
    ///
    /// - Source: PIA 4.3.22, appendix 10: 10 documents complete, 11 not complete, 42 data confirmed.
    public static func ossCode(
        from state: SubmissionState?, on trigger: SubmissionTrigger, to next: SubmissionState
    ) -> String? {
        switch (state, trigger) {
        case (.received, .completenessPassed): "10"
        case (.received, .defectsFound): "11"
        case (_, .correctionSubmitted): "42"
        default: next.ossCode
        }
    }
}
