/// Writes instants as people of a region read them.
package struct LocalTime: Sendable {
    private let zone: IndonesianZone
    private let language: Language

    /// Chooses the region's zone and the reader's language.
    package init(zone: IndonesianZone, language: Language) {
        self.zone = zone
        self.language = language
    }

    /// The instant in words: `17 Maret 2026 pukul 11.30 WIB`, `17 March 2026, 11:30 WIB`.
    package func text(_ time: Timestamp) -> String {
        let minutes = time.secondOfDay(in: zone) / 60
        let (hour, minute) = (Self.twoDigits(minutes / 60), Self.twoDigits(minutes % 60))
        let day = Self.day(time.date(in: zone), language)
        switch language {
        case .indonesian: return "\(day) pukul \(hour).\(minute) \(zone.abbreviation)"
        case .english: return "\(day), \(hour):\(minute) \(zone.abbreviation)"
        }
    }

    /// The day in words: `17 Maret 2026`, `17 March 2026`.
    package static func day(_ date: CivilDate, _ language: Language) -> String {
        "\(date.day) \(months(language)[date.month - 1]) \(date.year)"
    }

    private static func months(_ language: Language) -> [String] {
        switch language {
        case .indonesian:
            [
                "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
                "November", "Desember",
            ]
        case .english:
            [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
