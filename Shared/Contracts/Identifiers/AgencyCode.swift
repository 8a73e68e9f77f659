/// Names one agency (*instansi*); also its user name at the broker.
public struct AgencyCode: CodeIdentifier {
    /// Words that name the suite's own broker users and queues, so no agency may bear them.
    public static let reserved: Set<String> = [
        "admin", "agency", "archiving", "dead", "guest", "intake", "mpp", "notification", "operator", "root",
        "subscriber", "unrouted", "verification",
    ]

    /// The code itself.
    public let value: String

    /// Checks and wraps a code.
    ///
    /// - Throws: `ContractViolation`: `code` when the text is no code, `reserved` when the suite itself uses it.
    public init(_ value: String) throws(ContractViolation) {
        self.value = try Self.checked(value)
        if Self.reserved.contains(value) {
            throw ContractViolation(code: "reserved", message: "must not be a name that the suite itself uses")
        }
    }
}
