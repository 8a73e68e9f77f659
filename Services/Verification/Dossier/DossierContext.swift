package import Contracts

/// What a dossier does not hold itself: the time, the service and the region's calendar.
package struct DossierContext: Sendable {
    /// The time, by the database.
    package let now: Timestamp
    /// The version of the service that the application was filed under.
    package let service: ServiceDefinition
    /// The region's working time.
    package let calendar: OfficeCalendar

    /// Gathers the surroundings.
    package init(now: Timestamp, service: ServiceDefinition, calendar: OfficeCalendar) {
        self.now = now
        self.service = service
        self.calendar = calendar
    }
}
