package import Contracts

extension PageWords {
    /// The name under which the words of a state stand; its explanation stands under the name with `Text`.
    package static func name(of state: SubmissionState) -> String {
        switch state {
        case .received: "stateReceived"
        case .inVerification: "stateVerification"
        case .inDecision: "stateDecision"
        case .correctionRequested: "stateCorrection"
        case .approved: "stateApproved"
        case .issued: "stateIssued"
        case .refused: "stateRefused"
        case .deemedApproved: "stateDeemed"
        case .withdrawn: "stateWithdrawn"
        case .lapsed: "stateLapsed"
        }
    }

    /// How an application ended, in words.
    package func outcome(_ outcome: Decision.Outcome) -> String {
        switch outcome {
        case .approved: self["outcomeApproved"]
        case .refused: self["outcomeRefused"]
        case .deemedApproved: self["outcomeDeemed"]
        case .withdrawn: self["outcomeWithdrawn"]
        case .lapsed: self["outcomeLapsed"]
        }
    }

    /// How the deadline stands, in words.
    package func deadline(_ deadline: DeadlineStatus, in zone: IndonesianZone) -> String {
        switch deadline.status {
        case .notStarted: return self["deadlineNotStarted"]
        case .running:
            guard let dueAt = deadline.dueAt else { return self["deadlineUnknown"] }
            return text("deadlineRunning", ["time": time(dueAt, in: zone)])
        case .paused:
            let reason =
                switch deadline.pauseReason {
                case .externalOutage: "pauseExternal"
                case .systemOutage: "pauseSystem"
                case .hold: "pauseHold"
                case .applicant, nil: "pauseApplicant"
                }
            return text("deadlinePaused", ["reason": self[reason]])
        case .unknown: return self["deadlineUnknown"]
        case .stopped: return self["deadlineStopped"]
        case .none: return self["deadlineNone"]
        }
    }

    /// The way that a notice takes, in words.
    package func channel(_ channel: NoticeChannel) -> String {
        switch channel {
        case .email: self["channelEmail"]
        case .sms: self["channelSms"]
        case .whatsapp: self["channelWhatsapp"]
        case .print: self["channelPrint"]
        case .webhook, .file, .null: self["channelOther"]
        }
    }
}
