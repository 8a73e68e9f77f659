/// A year's days off are not known; nothing is guessed in their place.
package struct MissingCalendar: Error, Hashable, Sendable {
    /// The year.
    package let year: Int

    /// Names the year.
    package init(year: Int) {
        self.year = year
    }
}
