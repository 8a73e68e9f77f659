extension RetentionRow {
    /// Reads a row of the retention schedule.
    init?(_ reader: inout ObjectReader) {
        let classification = reader.text("classification", 1...50)
        let start = reader.word("start", Start.self)
        let active = reader.integer("activeYears", 0...100)
        let inactive = reader.integer("inactiveYears", 0...100)
        let disposition = reader.word("disposition", Disposition.self)
        let basis = reader.text("basis", 1...500)
        guard let classification, let start, let active, let inactive, let disposition, let basis else { return nil }
        self.init(
            classification: classification, start: start, activeYears: active, inactiveYears: inactive,
            disposition: disposition, basis: basis)
    }
}
