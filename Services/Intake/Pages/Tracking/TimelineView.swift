package import Contracts

/// What happened to an application, in words.
package struct TimelineView {
    /// One line.
    package struct Line: Equatable {
        /// What happened.
        package let text: String
        /// When.
        package let at: Timestamp
    }

    private let words: PageWords
    private let names: ItemNames

    /// Makes a view.
    package init(words: PageWords, names: ItemNames) {
        self.words = words
        self.names = names
    }

    /// The lines of events, in their order; an event of which there is nothing to tell has none.
    package func lines(_ events: [TimelineStore.Shown]) -> [Line] { events.flatMap(lines) }

    private func lines(_ event: TimelineStore.Shown) -> [Line] {
        let facts = event.facts
        var lines = (facts.entries ?? []).map { Line(text: entry($0), at: $0.at) }
        switch event.type {
        case .submissionReceived: lines.append(line("entryFiled", ["count": String(facts.documents ?? 0)], event))
        case .correctionSubmitted: lines.append(line("entryCorrectionSubmitted", [:], event))
        case .withdrawalRequested: lines.append(line("entryWithdrawal", [:], event))
        case .submissionProgressed:
            if lines.isEmpty, let state = event.state {
                lines.append(line("entryState", ["state": words[PageWords.name(of: state)]], event))
            }
        case .correctionRequested:
            lines.append(
                line("entryCorrectionRequested", ["count": String(facts.correction?.defects.count ?? 0)], event))
        case .deadlineWarned:
            lines.append(line("entryWarned", ["percent": String(facts.deadline?.usedPercent ?? 0)], event))
        case .deadlineBreached: lines.append(line("entryBreached", [:], event))
        case .submissionClosed:
            if let outcome = facts.outcome {
                lines.append(line("entryClosed", ["outcome": words.outcome(outcome.outcome)], event))
            }
        case .noticeSettled:
            if let notice = facts.notice {
                lines.append(line(Self.name(of: notice.outcome), ["channel": words.channel(notice.channel)], event))
            }
        case .recordArchived: lines.append(line("entryRecorded", [:], event))
        case .recordDisposed: lines.append(line("entryDisposed", [:], event))
        default: break
        }
        return lines
    }

    private func line(_ name: String, _ values: [String: String], _ event: TimelineStore.Shown) -> Line {
        Line(text: words.text(name, values), at: event.at)
    }

    private static func name(of outcome: NoticeSettled.Outcome) -> String {
        switch outcome {
        case .delivered: "entryNoticeDelivered"
        case .failed: "entryNoticeFailed"
        case .uncertain: "entryNoticeUncertain"
        }
    }

    private func entry(_ entry: TimelineEntry) -> String {
        let name =
            switch entry.kind {
            case .completenessPassed: "entryCompletenessPassed"
            case .checkRequested: "entryCheckRequested"
            case .checkAccepted: "entryCheckAccepted"
            case .checkAnswered: "entryCheckAnswered"
            case .checkDelayed: "entryCheckDelayed"
            case .awaitingDecision: "entryAwaitingDecision"
            case .correctionReceived: "entryCorrectionReceived"
            case .approved: "entryApproved"
            case .awaitingSignature: "entryAwaitingSignature"
            case .clockPaused: "entryClockPaused"
            case .clockResumed: "entryClockResumed"
            case .deadlineChanged: "entryDeadlineChanged"
            }
        return words.text(name, ["check": names.check(entry.agency, entry.check)])
    }
}
