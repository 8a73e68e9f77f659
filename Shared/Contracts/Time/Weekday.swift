/// A day of the week, beginning with Monday.
public enum Weekday: String, CaseIterable, Codable, Sendable {
    /// *Senin*.
    case monday
    /// *Selasa*.
    case tuesday
    /// *Rabu*.
    case wednesday
    /// *Kamis*.
    case thursday
    /// *Jumat*.
    case friday
    /// *Sabtu*.
    case saturday
    /// *Minggu*.
    case sunday
}
