/// The kinds of days off.
public enum HolidayKind: String, CaseIterable, Codable, Sendable {
    /// *Libur nasional*.
    case national
    /// *Cuti bersama*; a service may count it as work.
    case jointLeave = "joint-leave"
    /// A day off of one region only.
    case regional
}
