/// Decides whether one more application may be accepted, by how much verification has not seen yet.
///
/// Pure: measurements and time come in.
package struct BackPressure: Sendable {
    /// The bounds.
    package struct Limits: Sendable, Equatable {
        /// Applications accepted and not seen by verification, at most.
        package var unseen: Int
        /// The age of the oldest of them, at most.
        package var oldestSeconds: Int
        /// From how many of them on their age counts: fewer may be stuck for reasons of their own, and must not close
        /// the door for everybody.
        package var floor: Int

        /// Makes bounds.
        package init(unseen: Int = 20_000, oldestSeconds: Int = 21_600, floor: Int = 10) {
            self.unseen = unseen
            self.oldestSeconds = oldestSeconds
            self.floor = floor
        }
    }

    /// What was found in the database.
    package struct Measurement: Sendable, Equatable {
        /// Applications accepted and not seen.
        package var unseen: Int
        /// The age of the oldest.
        package var oldestSeconds: Int

        /// Makes a measurement.
        package init(unseen: Int, oldestSeconds: Int) {
            self.unseen = unseen
            self.oldestSeconds = oldestSeconds
        }
    }

    /// How things stand.
    package enum Level: Int, Sendable, Comparable {
        /// Below the warning.
        case normal
        /// From 80 % of a bound on.
        case warning
        /// At a bound: nothing more is accepted.
        case full

        /// Orders by urgency.
        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    private static let warningShare = 0.8

    private let limits: Limits
    private var measured = Measurement(unseen: 0, oldestSeconds: 0)
    /// Accepted since the last measurement, all of them taken as unseen.
    private var acceptedSince = 0

    /// Starts without a measurement, which lets everything in.
    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How much of the nearer bound is used; 1 is full.
    package var share: Double {
        let unseen = measured.unseen + acceptedSince
        let age = unseen >= limits.floor ? Double(measured.oldestSeconds) / Double(max(1, limits.oldestSeconds)) : 0
        return max(Double(unseen) / Double(max(1, limits.unseen)), age)
    }

    /// How things stand now.
    package var level: Level {
        let share = share
        if share >= 1 { return .full }
        return share >= Self.warningShare ? .warning : .normal
    }

    /// Takes a measurement.
    package mutating func measured(_ measurement: Measurement) {
        measured = measurement
        acceptedSince = 0
    }

    /// Counts an application that was accepted since.
    package mutating func accepted() {
        acceptedSince += 1
    }
}
