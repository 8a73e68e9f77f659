package import Contracts

extension RetentionRow {
    /// The day before which a record may not be disposed of; nil when it is kept for ever, or when its time counts from
    /// the end of a permit, which a closing does not know.
    ///
    /// No zone is needed: the day after the day of closing in UTC is never earlier than the day of closing in any region.
    ///
    /// - Source: PP 28/2012 art. 53: active and inactive period, one after the other.
    package func disposalNotBefore(closedAt: Timestamp) -> CivilDate? {
        guard disposition != .permanent, start == .closed else { return nil }
        let days = closedAt.secondsSince1970 / 86_400 - (closedAt.secondsSince1970 % 86_400 < 0 ? 1 : 0)
        let day = CivilDate(daysSince1970: Int(days) + 1)
        let year = day.year + activeYears + inactiveYears
        // The 29th of February ends in the 1st of March of a year that lacks it.
        return CivilDate(year: year, month: day.month, day: day.day) ?? CivilDate(year: year, month: 3, day: 1)
    }
}
