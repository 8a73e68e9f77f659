/// A time zone of Indonesia; none of them has daylight saving time.
public enum IndonesianZone: String, CaseIterable, Codable, Sendable {
    /// WIB, seven hours ahead of UTC.
    case western = "Asia/Jakarta"
    /// WITA, eight hours ahead of UTC.
    case central = "Asia/Makassar"
    /// WIT, nine hours ahead of UTC.
    case eastern = "Asia/Jayapura"

    /// How far the zone's clocks are ahead of UTC.
    ///
    /// - Units: seconds.
    public var offsetSeconds: Int64 {
        switch self {
        case .western: 25_200
        case .central: 28_800
        case .eastern: 32_400
        }
    }

    /// The letters that people write after a time.
    public var abbreviation: String {
        switch self {
        case .western: "WIB"
        case .central: "WITA"
        case .eastern: "WIT"
        }
    }
}
