/// The legal deadline of a service (*jangka waktu*).
public struct ClockRule: Sendable, Hashable {
    /// The units that service standards use.
    public enum Unit: String, CaseIterable, Codable, Sendable {
        /// Minutes of the office's hours.
        case minutes
        /// Hours of the office's hours.
        case hours
        /// Working days (*hari kerja*); the day of completeness is day 0.
        case workingDays = "working-days"
        /// Calendar days.
        case calendarDays = "calendar-days"
    }

    /// On which day an application counts that is complete after the office closed.
    public enum AfterHours: String, CaseIterable, Codable, Sendable {
        /// On the same day.
        case sameDay = "same-day"
        /// On the next working day.
        case nextWorkingDay = "next-working-day"
    }

    /// How many units.
    public let amount: Int
    /// Of what.
    public let unit: Unit
    /// What happens when it passes.
    public let breachPolicy: BreachPolicy
    /// The rule that a deemed approval rests on.
    public let breachLegalBasis: String?
    /// When to warn, in percent of the time used, ascending.
    public let warnPercents: [Int]
    /// On which day an application counts that is complete after the office closed.
    public let afterHours: AfterHours
    /// Whether *cuti bersama* counts as work.
    public let isJointLeaveWork: Bool

    /// Reads a rule.
    init?(_ reader: inout ObjectReader) {
        let amount = reader.integer("amount", 1...100_000)
        let unit = reader.word("unit", Unit.self)
        let policy = reader.word("breachPolicy", BreachPolicy.self)
        let basis = reader.text("breachLegalBasis", 1...500, isRequired: false)
        let percents = (reader.optional("warnPercents") ?? .array([])).array?.map { $0.integer ?? 0 } ?? [0]
        let afterHours = reader.word("afterHours", AfterHours.self)
        let jointLeave = reader.truth("jointLeaveIsWork")
        reader.faults.require(
            percents.count <= 10 && percents.allSatisfy { (1...99).contains($0) }
                && zip(percents, percents.dropFirst()).allSatisfy { $0 < $1 },
            reader.place("warnPercents"), "value", "must be at most 10 ascending numbers from 1 to 99")
        guard let amount, let unit, let policy, let afterHours, let jointLeave else { return nil }
        reader.faults.presence(basis != nil, when: policy == .deemApproved, reader.place("breachLegalBasis"))
        self.amount = amount
        self.unit = unit
        breachPolicy = policy
        breachLegalBasis = basis
        warnPercents = percents.map { Int($0) }
        self.afterHours = afterHours
        isJointLeaveWork = jointLeave
    }
}
