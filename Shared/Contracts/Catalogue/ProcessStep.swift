/// One step of the procedure, as it is published.
public struct ProcessStep: Sendable, Hashable {
    /// What happens.
    public let title: LocalizedText
    /// Who does it, such as the office's name.
    public let unit: String

    /// Reads a step.
    init?(_ reader: inout ObjectReader) {
        let title = reader.object("title", LocalizedText.init(_:))
        let unit = reader.text("unit", 1...200)
        guard let title, let unit else { return nil }
        self.title = title
        self.unit = unit
    }
}
