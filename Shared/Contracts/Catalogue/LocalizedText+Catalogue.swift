extension LocalizedText {
    /// Reads a text in both languages.
    init?(_ reader: inout ObjectReader) {
        let indonesian = reader.text("id", 1...2000)
        let english = reader.text("en", 1...2000)
        guard let indonesian, let english else { return nil }
        self.init(id: indonesian, en: english)
    }
}
