package import Contracts

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
        let date = time.date(in: zone)
        let minutes = time.secondOfDay(in: zone) / 60
        let (hour, minute) = (Self.twoDigits(minutes / 60), Self.twoDigits(minutes % 60))
        let day = "\(date.day) \(months[date.month - 1]) \(date.year)"
        switch language {
        case .indonesian: return "\(day) pukul \(hour).\(minute) \(zone.abbreviation)"
        case .english: return "\(day), \(hour):\(minute) \(zone.abbreviation)"
        }
    }

    private var months: [String] {
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
