/// One thing that the applicant must mend.
public struct Defect: Codable, Hashable, Sendable {
    /// What, as a JSON pointer into the application: `/documents/str`, `/form/practiceName`.
    public var item: String
    /// The reason out of the catalogue.
    public var reason: ReasonCode
    /// What is wrong.
    public var text: LocalizedText
    /// How to mend it.
    public var remedy: LocalizedText

    /// Describes a defect.
    public init(item: String, reason: ReasonCode, text: LocalizedText, remedy: LocalizedText) {
        self.item = item
        self.reason = reason
        self.text = text
        self.remedy = remedy
    }

    /// Checks pointer and texts.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.item(item, pointer + "/item")
        text.check(pointer + "/text", &faults)
        remedy.check(pointer + "/remedy", &faults)
    }
}
