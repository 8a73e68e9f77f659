/// What a run's result says in one sentence.
struct RunVerdict: Equatable, Sendable {
    /// How a run ended.
    enum Outcome: String, Sendable {
        /// The schedule was kept, everything required held, the audit found nothing.
        case passed
        /// Something of that is not so.
        case failed
        /// It ended before its time.
        case interrupted
    }

    /// How it ended.
    let outcome: Outcome
    /// The sentence, with the schedule first when it was not kept.
    let sentence: String

    /// Judges a result.
    init(_ result: LoadResult) {
        let broken = result.thresholds.filter { !$0.held }
        let isClean = result.audit?.clean ?? true
        let clauses = [
            Self.schedule(result.schedule), Self.thresholds(result.thresholds, broken), Self.audit(result.audit),
            Self.unfinished(result.outcomes["unfinished"] ?? 0),
        ].compactMap { $0 }
        let lead: String
        if result.run.interrupted {
            outcome = .interrupted
            lead = "Interrupted, with what was measured so far"
        } else if result.schedule.keptSchedule, broken.isEmpty, isClean {
            outcome = .passed
            lead = "Passed"
        } else {
            outcome = .failed
            lead = "Not passed"
        }
        sentence = lead + ": " + Self.join(clauses) + "."
    }

    private static func schedule(_ schedule: ScheduleFacts) -> String {
        guard !schedule.keptSchedule else { return "the schedule was kept" }
        let dropped = schedule.dropped.values.reduce(0, +)
        var parts: [String] = []
        if dropped > 0 { parts.append("\(number(dropped)) of \(number(schedule.intended)) requests were not sent") }
        if schedule.late > 0 {
            parts.append(
                "\(number(schedule.late)) were sent late, at worst by "
                    + ReportUnit.milliseconds.text(schedule.worstLatenessMs))
        }
        let detail = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
        return "the generator did not keep its schedule\(detail)"
    }

    private static func thresholds(_ all: [ThresholdFacts], _ broken: [ThresholdFacts]) -> String {
        guard !all.isEmpty else { return "nothing was required" }
        guard !broken.isEmpty else {
            return all.count == 1 ? "\(all[0].expression) held" : "all \(all.count) requirements held"
        }
        let list = broken.map { "\($0.expression), measured \($0.measured)" }.joined(separator: "; ")
        return broken.count == 1
            ? "a requirement was missed (\(list))"
            : "\(broken.count) of \(all.count) requirements were missed (\(list))"
    }

    private static func audit(_ audit: AuditFacts?) -> String {
        guard let audit else { return "no audit was made" }
        guard !audit.clean else { return "the audit is clean" }
        return audit.differences.count == 1
            ? "the audit found a difference" : "the audit found \(audit.differences.count) differences"
    }

    private static func unfinished(_ count: Int) -> String? {
        switch count {
        case 0: nil
        case 1: "one application was unfinished at the end"
        default: "\(number(count)) applications were unfinished at the end"
        }
    }

    private static func join(_ clauses: [String]) -> String {
        guard let last = clauses.last, clauses.count > 1 else { return clauses.joined() }
        return clauses.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func number(_ value: Int) -> String { ReportUnit.grouped(Int64(value)) }
}

extension ThresholdFacts {
    /// What was measured, with the unit that the expression ends in.
    var measured: String {
        guard let actual else { return "nothing" }
        let unit = String(expression.reversed().prefix { !$0.isNumber }.reversed())
        return ReportUnit.number(actual) + (unit.isEmpty || unit == "%" ? unit : " " + unit)
    }
}
