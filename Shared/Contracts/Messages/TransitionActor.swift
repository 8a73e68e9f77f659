/// Who moved an application.
public struct TransitionActor: Codable, Hashable, Sendable {
    /// The kinds of actors.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// The applicant, or somebody acting for the applicant.
        case applicant
        /// An officer (*petugas*).
        case officer
        /// An agency's answer.
        case agency
        /// A rule of the catalogue or a due time.
        case system
        /// Somebody running the suite.
        case `operator`
    }

    /// What kind of actor.
    public var kind: Kind
    /// The officer's or operator's opaque subject, or the agency's code; never a name.
    public var id: String?

    /// Names an actor.
    public init(kind: Kind, id: String? = nil) {
        self.kind = kind
        self.id = id
    }

    /// A rule or a due time.
    public static let system = TransitionActor(kind: .system)
    /// The applicant.
    public static let applicant = TransitionActor(kind: .applicant)

    /// Checks the identifier.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        if let id { faults.length(id, 1...128, pointer + "/id") }
        faults.require(
            id != nil || (kind != .officer && kind != .agency), pointer + "/id", "required", "must be present")
    }
}
