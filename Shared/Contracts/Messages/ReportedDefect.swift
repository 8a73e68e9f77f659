/// Something that an agency wants mended.
public struct ReportedDefect: Codable, Hashable, Sendable {
    /// What, as a JSON pointer into the application: `/documents/str`, `/form/practiceName`.
    public var item: String
    /// The reason out of the service's catalogue entry.
    public var reason: ReasonCode

    /// Names a defect.
    public init(item: String, reason: ReasonCode) {
        self.item = item
        self.reason = reason
    }

    /// Checks the pointer.
    package func check(_ pointer: String, _ faults: inout FaultCollector) { faults.item(item, pointer + "/item") }
}
