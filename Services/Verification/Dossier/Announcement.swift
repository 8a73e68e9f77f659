package import Contracts

/// What a transaction tells of an application; of several the strongest is told, with everything in it.
package enum Announcement: Hashable, Comparable, Sendable {
    /// Something for the timeline.
    case progressed
    /// A part of the legal time is used up.
    case warned(dueAt: Timestamp, percent: Int)
    /// The legal time is used up.
    case breached(dueAt: Timestamp, policy: BreachPolicy)
    /// The applicant must mend something.
    case correctionRequested
    /// The end.
    case closed

    private var strength: Int {
        switch self {
        case .progressed: 0
        case .warned(_, let percent): percent
        case .breached: 200
        case .correctionRequested: 300
        case .closed: 400
        }
    }

    /// Orders by strength.
    package static func < (left: Announcement, right: Announcement) -> Bool { left.strength < right.strength }
}
