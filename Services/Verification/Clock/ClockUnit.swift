/// In what a service's time is counted.
package enum ClockUnit: String, CaseIterable, Codable, Sendable {
    /// Minutes of opening hours.
    case minutes
    /// Hours of opening hours.
    case hours
    /// *Hari kerja*.
    case workingDays = "working-days"
    /// *Hari kalender*.
    case calendarDays = "calendar-days"
}
