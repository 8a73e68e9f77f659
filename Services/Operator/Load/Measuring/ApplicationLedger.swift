import Contracts

/// Follows applications from their acceptance to their end by the suite's events.
///
/// Pure: answers and events come in, in any order and as often as they like; what they mean for the run goes out, once.
struct ApplicationLedger: Sendable {
    /// What something means for the run.
    enum Effect: Sendable {
        /// The application is finished: its final state, the time of each stage in microseconds, and the time from the
        /// intended start to the last event in nanoseconds.
        case finished(state: String, stages: [LoadStage: Int64], whole: Int64)
        /// A correction has to be sent.
        case correct(FiledApplication, round: Int64, items: [String])
        /// The notice of the decision was given up.
        case untold
    }

    private struct Standing {
        var application: FiledApplication
        var closing: (state: String, split: StageSplit)?
        var archivedAt: Timestamp?
        var toldAt: Timestamp?
        var round: Int64 = 0
        var thought: Int64 = 0
    }

    /// Events kept of applications whose answer has not come yet; events of others' applications end here too.
    private static let earlyLimit = 20_000

    private var open: [String: Standing] = [:]
    private var early: [String: [SuiteEvent]] = [:]
    private var older: [String: [SuiteEvent]] = [:]

    /// When the run started.
    private let startedAt: Timestamp

    /// Follows nothing yet.
    /// - Parameter startedAt: when the run started, by the wall's clock, by which events tell their times.
    init(startedAt: Timestamp) { self.startedAt = startedAt }

    /// Applications that are not finished.
    var openCount: Int { open.count }
    /// Events kept of applications that are not known.
    var earlyCount: Int { early.count + older.count }
    /// The numbers of applications that are not finished.
    var openApplications: [FiledApplication] { open.values.map(\.application) }

    /// Intake has accepted an application; its events may have come before.
    mutating func accepted(_ application: FiledApplication, at now: Int64) -> [Effect] {
        open[application.number] = Standing(application: application)
        let events =
            (older.removeValue(forKey: application.number) ?? [])
            + (early.removeValue(forKey: application.number) ?? [])
        return events.flatMap { on($0, number: application.number, at: now) }
    }

    /// An event has come.
    ///
    /// - Units: `now` in nanoseconds of the run.
    mutating func on(_ event: SuiteEvent, number: String, at now: Int64) -> [Effect] {
        guard var standing = open[number] else {
            keep(event, number)
            return []
        }
        var effects: [Effect] = []
        switch event {
        case .closed(let state, let split): standing.closing = standing.closing ?? (state, split)
        case .archived(let at): standing.archivedAt = standing.archivedAt ?? at
        case .told(let at, let delivered):
            if standing.toldAt == nil, !delivered { effects.append(.untold) }
            standing.toldAt = standing.toldAt ?? at
        case .correctionRequested(let round, let items):
            if round > standing.round {
                standing.round = round
                effects.append(.correct(standing.application, round: round, items: items))
            }
        }
        open[number] = standing
        if let finished = finish(standing, at: now) {
            open[number] = nil
            effects.append(finished)
        }
        return effects
    }

    /// The run has let an applicant think before a correction; that is nobody's latency.
    mutating func thought(_ number: String, nanoseconds: Int64) { open[number]?.thought += nanoseconds }

    private func finish(_ standing: Standing, at now: Int64) -> Effect? {
        guard let (state, split) = standing.closing, let archivedAt = standing.archivedAt, let toldAt = standing.toldAt
        else { return nil }
        var stages = split.microseconds
        stages[.notice] = max(0, toldAt.microseconds - split.closedAt.microseconds)
        stages[.archive] = max(0, archivedAt.microseconds - split.closedAt.microseconds)
        stages[.delivery] = max(
            0, startedAt.microseconds + now / 1000 - max(archivedAt, toldAt).microseconds)
        for stage in [LoadStage.verification, .agency, .decision] where stages[stage] == nil { stages[stage] = 0 }
        if let waited = stages[.applicant] {
            stages[.applicant] = max(0, waited - standing.thought / 1000)
        }
        return .finished(
            state: state, stages: stages, whole: now - standing.application.intended - standing.thought)
    }

    private mutating func keep(_ event: SuiteEvent, _ number: String) {
        if early.count >= Self.earlyLimit {
            older = early
            early = [:]
        }
        early[number, default: []].append(event)
    }
}
