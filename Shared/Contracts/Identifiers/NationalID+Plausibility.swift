extension NationalID {
    /// What looks odd about a number; each is shown to an officer and none of them refuses anything.
    ///
    /// - Source: real systems had to undo hard rules: prefixes lag behind split regions and tell the place of first
    ///   registration, not the domicile.
    public enum Doubt: String, Codable, Sendable, CaseIterable {
        /// The prefix is in no list of regions.
        case unknownRegion = "nik-unknown-region"
        /// The day of birth tells the other sex.
        case sexDiffers = "nik-sex-differs"
        /// The birth date differs from the one given.
        case birthDateDiffers = "nik-birth-date-differs"
        /// The person would be younger than 17 in every possible century.
        case underAge = "nik-under-age"
    }

    /// The sex that a birth day is coded for.
    public enum Sex: String, Codable, Sendable {
        /// *Perempuan*.
        case female
        /// *Laki-laki*.
        case male
    }

    /// The sex that the birth day tells.
    public var sex: Sex { birthDigits.day > 40 ? .female : .male }

    /// Compares the number with what else is known.
    ///
    /// - Parameters:
    ///   - regions: the known regency and city codes of four digits; nil leaves the check out.
    ///   - sex: what the applicant gave.
    ///   - birthDate: what the applicant gave.
    ///   - today: the day in the region's zone.
    /// - Returns: the doubts, empty when nothing looks odd.
    public func plausibility(
        regions: Set<String>? = nil, sex: Sex? = nil, birthDate: CivilDate? = nil, today: CivilDate
    ) -> [Doubt] {
        var doubts: [Doubt] = []
        if let regions, !regions.contains(regency) { doubts.append(.unknownRegion) }
        if let sex, sex != self.sex { doubts.append(.sexDiffers) }
        let born = birthDigits
        let day = born.day > 40 ? born.day - 40 : born.day
        if let birthDate, birthDate.day != day || birthDate.month != born.month || birthDate.year % 100 != born.year {
            doubts.append(.birthDateDiffers)
        }
        if isUnderAge(day: day, month: born.month, year: born.year, today: today) { doubts.append(.underAge) }
        return doubts
    }

    private var birthDigits: (day: Int, month: Int, year: Int) {
        let values = digits.utf8.map { Int($0) - 48 }
        return (values[6] * 10 + values[7], values[8] * 10 + values[9], values[10] * 10 + values[11])
    }

    /// Only a birth in this century within the last 17 years is surely under age; the same digits may mean 1926.
    private func isUnderAge(day: Int, month: Int, year: Int, today: CivilDate) -> Bool {
        guard let recent = CivilDate(year: 2000 + year, month: month, day: day), recent <= today,
            let earlier = CivilDate(year: 1900 + year, month: month, day: min(day, 28))
        else { return false }
        let isRecentAdult = (recent.year + 17, recent.month, recent.day) <= (today.year, today.month, today.day)
        return !isRecentAdult && today.year - earlier.year > 100
    }
}
