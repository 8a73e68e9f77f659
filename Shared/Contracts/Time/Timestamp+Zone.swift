extension Timestamp {
    /// The day that the zone's calendars show.
    public func date(in zone: IndonesianZone) -> CivilDate { local(zone).date }

    /// The seconds since midnight that the zone's clocks show.
    public func secondOfDay(in zone: IndonesianZone) -> Int { local(zone).second }

    /// The instant at which the zone's clocks show a number of seconds after midnight of a day.
    public init(_ date: CivilDate, secondOfDay: Int = 0, in zone: IndonesianZone) {
        let seconds = Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay) - zone.offsetSeconds
        self.init(microseconds: seconds * 1_000_000)
    }

    private func local(_ zone: IndonesianZone) -> (date: CivilDate, second: Int) {
        let seconds = secondsSince1970 + zone.offsetSeconds
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        return rest < 0
            ? (CivilDate(daysSince1970: Int(days) - 1), Int(rest + 86_400))
            : (CivilDate(daysSince1970: Int(days)), Int(rest))
    }
}
