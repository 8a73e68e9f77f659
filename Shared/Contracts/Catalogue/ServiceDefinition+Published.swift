extension ServiceDefinition {
    /// The members that everybody may read: all that the standard publishes and what is needed to apply.
    private static let publishedMembers = [
        "code", "version", "effectiveFrom", "region", "title", "unit", "steps", "applicant", "form", "presentation",
        "documents", "clock", "correctionDays", "objection", "signatureRequired",
    ]
    private static let publishedComponents = [
        "requirements", "procedure", "duration", "fee", "feeIdr", "product", "complaints", "legalBasis",
    ]

    /// What the public is shown of the definition.
    public var published: JSONValue {
        var members = (source.object ?? [:]).filter { ServiceDefinition.publishedMembers.contains($0.key) }
        members["standard"] = .object(
            (source["standard"]?.object ?? [:]).filter { ServiceDefinition.publishedComponents.contains($0.key) })
        return .object(members)
    }
}
