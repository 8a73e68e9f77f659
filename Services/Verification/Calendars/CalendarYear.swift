package import Contracts

/// One version of one year's days off.
///
/// - Source: the yearly joint decree of three ministers (*SKB 3 Menteri*), which changes in mid-year.
package struct CalendarYear: Hashable, Sendable {
    /// The calendar's name, such as `id`.
    package let calendar: String
    /// The year.
    package let year: Int
    /// The version, from 1; the highest one counts.
    package let version: Int
    private let kinds: [CivilDate: Holiday.Kind]

    /// Makes a year of its days off.
    package init(calendar: String, year: Int, version: Int, holidays: [Holiday]) {
        self.calendar = calendar
        self.year = year
        self.version = version
        kinds = Dictionary(holidays.map { ($0.date, $0.kind) }, uniquingKeysWith: { first, _ in first })
    }

    /// The name of this version, as deadlines keep it: `id-2025.2`.
    package var name: String { "\(calendar)-\(year).\(version)" }

    /// The list that a day stands in; nil for an ordinary day.
    package subscript(_ date: CivilDate) -> Holiday.Kind? { kinds[date] }
}
