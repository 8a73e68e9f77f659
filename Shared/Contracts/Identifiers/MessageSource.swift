/// Who sent a message, and for which region.
///
/// - Shape: `/mpp/<region>/<service>` or `/mpp/<region>/agency/<agency>`.
public struct MessageSource: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The kinds of senders.
    public enum Sender: Hashable, Sendable {
        /// One of the suite's services.
        case service(ServiceName)
        /// An agency's worker.
        case agency(AgencyCode)
    }

    /// The region that the message is about.
    public let region: RegionCode
    /// The service or the agency.
    public let sender: Sender

    /// A service as the sender.
    public init(region: RegionCode, service: ServiceName) {
        self.region = region
        sender = .service(service)
    }

    /// An agency as the sender.
    public init(region: RegionCode, agency: AgencyCode) {
        self.region = region
        sender = .agency(agency)
    }

    /// Reads the text form.
    ///
    /// - Throws: `ContractViolation` (`source`).
    public init(parsing text: String) throws(ContractViolation) {
        let violation = ContractViolation(
            code: "source", message: "must be /mpp/<region>/<service> or /mpp/<region>/agency/<agency>")
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].isEmpty, parts[1] == "mpp" else { throw violation }
        do throws(ContractViolation) {
            region = try RegionCode(String(parts[2]))
            if parts.count == 4, let service = ServiceName(rawValue: String(parts[3])) {
                sender = .service(service)
            } else if parts.count == 5, parts[3] == "agency" {
                sender = .agency(try AgencyCode(String(parts[4])))
            } else {
                throw violation
            }
        } catch {
            throw violation
        }
        guard text == description else { throw violation }
    }

    /// The text form.
    public var description: String {
        switch sender {
        case .service(let service): "/mpp/\(region.digits)/\(service.rawValue)"
        case .agency(let agency): "/mpp/\(region.digits)/agency/\(agency.value)"
        }
    }

    /// Reads the text form.
    public init(from decoder: any Decoder) throws { self = try decoder.checked(MessageSource.init(parsing:)) }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
