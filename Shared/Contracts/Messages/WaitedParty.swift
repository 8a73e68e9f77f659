/// Somebody whose next move an application waits for.
public struct WaitedParty: Codable, Hashable, Sendable {
    /// The kinds of parties.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// The applicant must mend something.
        case applicant
        /// An agency must answer.
        case agency
        /// An officer must decide.
        case officer
        /// A signature is outstanding.
        case signatory
        /// The suite itself has something to do.
        case system
    }

    /// What kind of party.
    public var kind: Kind
    /// The agency.
    public var agency: AgencyCode?
    /// The agency's check.
    public var check: CheckCode?
    /// Since when.
    public var since: Timestamp

    /// Names a party.
    public init(kind: Kind, agency: AgencyCode? = nil, check: CheckCode? = nil, since: Timestamp) {
        self.kind = kind
        self.agency = agency
        self.check = check
        self.since = since
    }

    /// Checks that an agency is named and nobody else is.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.presence(agency != nil, when: kind == .agency, pointer + "/agency")
        faults.presence(check != nil, when: kind == .agency, pointer + "/check")
    }

    /// Checks a list of at most 100.
    package static func check(_ parties: [WaitedParty], _ pointer: String, _ faults: inout FaultCollector) {
        faults.count(parties.count, 0...100, pointer)
        for (index, party) in parties.enumerated() { party.check("\(pointer)/\(index)", &faults) }
    }
}
