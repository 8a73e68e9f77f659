import Contracts

/// How the time from acceptance to closing was spent, read out of the closing event.
///
/// The stages of one application add up to the time between `receivedAt` and `closedAt` exactly.
struct StageSplit: Sendable, Equatable {
    /// When the application was closed.
    let closedAt: Timestamp
    /// The time of each stage.
    ///
    /// - Units: microseconds.
    private(set) var microseconds: [LoadStage: Int64] = [:]

    /// One move of the state, as far as times matter.
    struct Move: Sendable, Equatable {
        /// The state after.
        var to: SubmissionState
        /// When.
        var at: Timestamp
    }

    /// Splits a history.
    /// - Parameters:
    ///   - history: the moves, in order, the first being the filing.
    ///   - receivedAt: when the application was accepted.
    ///   - closedAt: when it was closed.
    ///   - answers: when the agencies' answers were recorded.
    init(history: [Move], receivedAt: Timestamp, closedAt: Timestamp, answers: [Timestamp]) {
        self.closedAt = closedAt
        var since = receivedAt
        var state = SubmissionState.received
        for move in history where move.to != state || move.at > since {
            spend(state, from: since, to: move.at, answers)
            (state, since) = (move.to, max(since, move.at))
        }
        spend(state, from: since, to: closedAt, answers)
    }

    /// Reads a closing event.
    /// - Returns: nil when it lacks what is needed.
    init?(closing: JSONValue) {
        guard let receivedAt = closing["receivedAt"]?.time, let closedAt = closing["closedAt"]?.time,
            let history = closing["history"]?.array
        else { return nil }
        let moves = history.compactMap { move -> Move? in
            guard let to = move["to"]?.string.flatMap(SubmissionState.init(rawValue:)), let at = move["at"]?.time else {
                return nil
            }
            return Move(to: to, at: at)
        }
        guard moves.count == history.count else { return nil }
        self.init(
            history: moves, receivedAt: receivedAt, closedAt: closedAt,
            answers: (closing["checks"]?.array ?? []).compactMap { $0["answeredAt"]?.time })
    }

    private mutating func spend(
        _ state: SubmissionState, from start: Timestamp, to end: Timestamp, _ answers: [Timestamp]
    ) {
        guard end > start else { return }
        switch state {
        case .received: add(.verification, start, end)
        case .correctionRequested: add(.applicant, start, end)
        case .inVerification:
            // What ended an earlier round was an answer too, but only the last round's are told.
            let last = answers.filter { $0 > start && $0 <= end }.max() ?? end
            add(.agency, start, last)
            add(.decision, last, end)
        default: add(.decision, start, end)
        }
    }

    private mutating func add(_ stage: LoadStage, _ start: Timestamp, _ end: Timestamp) {
        microseconds[stage, default: 0] += max(0, end.microseconds - start.microseconds)
    }
}

extension JSONValue {
    /// An instant, if it is one.
    var time: Timestamp? { string.flatMap { Timestamp(rfc3339: $0) } }
}
