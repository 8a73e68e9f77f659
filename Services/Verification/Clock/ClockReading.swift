package import Contracts

/// What the legal clock shows.
package struct ClockReading: Hashable, Sendable {
    /// Whether the deadline can be told.
    package enum Outcome: Hashable, Sendable {
        /// It passes then.
        case due(Timestamp)
        /// The clock stands still with time left; it is known when the clock goes on.
        case pending
        /// The days off of a year that it needs are not known.
        case unknown(missingYear: Int)
    }

    /// A moment at which a part of the time is used up.
    package struct Warning: Hashable, Sendable {
        /// The part, 1 to 99.
        package let percent: Int
        /// The moment.
        package let at: Timestamp

        /// Names a part and its moment.
        package init(percent: Int, at: Timestamp) {
            self.percent = percent
            self.at = at
        }
    }

    /// Whether the deadline can be told.
    package let outcome: Outcome
    /// The warnings that can be told, in order.
    package let warnings: [Warning]
    /// The calendar versions that the deadline rests on; empty when it needs none.
    package let calendarVersion: String

    /// The moment of the deadline, when it is known.
    package var dueAt: Timestamp? {
        if case .due(let moment) = outcome { moment } else { nil }
    }
}
