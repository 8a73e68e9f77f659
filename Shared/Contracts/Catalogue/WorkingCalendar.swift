/// The days off and the office hours of one year, for the country or for one region.
///
/// - Source: the yearly joint decree of three ministers (*SKB 3 Menteri*), which changes in mid-year; a region's own
///   duty roster.
public struct WorkingCalendar: Sendable, Hashable {
    /// A day off.
    public struct Holiday: Sendable, Hashable {
        /// The day.
        public let date: CivilDate
        /// What kind of day off.
        public let kind: HolidayKind
        /// What it is called.
        public let name: String
    }

    /// The region that it is for; nil for the whole country.
    public let region: RegionCode?
    /// The year.
    public let year: Int
    /// The version, from 1; a later one replaces an earlier one.
    public let version: Int
    /// The days off, ascending.
    public let holidays: [Holiday]
    /// Days that are worked although the country's list or the week says otherwise, ascending.
    public let workdays: [CivilDate]
    /// The office hours; nil leaves those of the country.
    public let officeHours: OfficeHours?
    /// The decree or decision that it follows.
    public let source: String

    /// The name of the version that deadlines keep: `ID/2026/1` or `3574/2026/1`.
    public var name: String { "\(region?.digits ?? "ID")/\(year)/\(version)" }

    /// Reads a file.
    ///
    /// - Throws: `ContractViolation` with every fault and its pointer.
    public init(_ source: JSONValue) throws(ContractViolation) {
        var reader = ObjectReader(source)
        let calendar = WorkingCalendar(&reader)
        reader.finish()
        try reader.faults.finish()
        guard let calendar else { throw ContractViolation(code: "calendar", message: "must be a calendar") }
        self = calendar
    }

    /// Reads every `*.json` file of a directory and its sub-directories.
    ///
    /// - Throws: `CatalogueViolation` with every fault of every file.
    public static func load(directory: String) throws(CatalogueViolation) -> [WorkingCalendar] {
        try CatalogueFiles.read(directory: directory) { (value) throws(ContractViolation) in
            try WorkingCalendar(value)
        }.map(\.value)
    }

    private init?(_ reader: inout ObjectReader) {
        region = reader.value("region", isRequired: false, RegionCode.init(_:))
        let year = reader.integer("year", 2000...2999)
        let version = reader.integer("version", 1...1000)
        let holidays = reader.list("holidays", region == nil ? 1...150 : 0...150) { (reader) -> Holiday? in
            let date = reader.value("date", CivilDate.init(parsing:))
            let kind = reader.word("kind", HolidayKind.self)
            let name = reader.text("name", 1...200)
            guard let date, let kind, let name else { return nil }
            return Holiday(date: date, kind: kind, name: name)
        }
        let workdays = reader.values("workdays", 0...150, CivilDate.init(parsing:))
        officeHours = reader.object("officeHours", isRequired: region == nil, OfficeHours.init(_:))
        let source = reader.text("source", 1...500)
        guard let year, let version, let holidays, let workdays, let source else { return nil }
        let dates = holidays.map(\.date)
        reader.faults.require(
            dates.allSatisfy { $0.year == year } && zip(dates, dates.dropFirst()).allSatisfy { $0 < $1 },
            reader.place("holidays"), "order", "must be days of the year, ascending, none twice")
        reader.faults.require(
            workdays.allSatisfy { $0.year == year } && zip(workdays, workdays.dropFirst()).allSatisfy { $0 < $1 }
                && Set(workdays).isDisjoint(with: dates),
            reader.place("workdays"), "order", "must be days of the year, ascending, none twice, none a holiday too")
        if let officeHours {
            reader.faults.require(
                officeHours.isEverOpen, reader.place("officeHours"), "value", "must open on some day")
        }
        self.year = year
        self.version = version
        self.holidays = holidays
        self.workdays = workdays
        self.source = source
    }
}
