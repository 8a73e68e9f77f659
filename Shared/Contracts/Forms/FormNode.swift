/// One place of a form's schema.
public struct FormNode: Sendable, Hashable {
    /// The types of a place.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// Named members.
        case object
        /// A list.
        case array
        /// A text.
        case string
        /// A whole number.
        case integer
        /// A number.
        case number
        /// Yes or no.
        case boolean
    }

    /// What stands there.
    public internal(set) var kind: Kind
    /// The members of an object.
    public internal(set) var properties: [String: FormNode] = [:]
    /// The members that must be given.
    public internal(set) var required: Set<String> = []
    /// The only values allowed.
    public internal(set) var allowed: [JSONValue]?
    /// The only value allowed.
    public internal(set) var constant: JSONValue?
    /// The least length of a text, in Unicode scalars.
    public internal(set) var minimumLength: Int?
    /// The greatest length of a text, in Unicode scalars.
    public internal(set) var maximumLength: Int?
    /// The pattern of a text.
    public internal(set) var pattern: FormPattern?
    /// The least number.
    public internal(set) var minimum: Double?
    /// The greatest number.
    public internal(set) var maximum: Double?
    /// The elements of a list; one schema for all.
    public internal(set) var items: [FormNode] = []
    /// The greatest number of elements.
    public internal(set) var maximumItems: Int?
    /// The format of a text.
    public internal(set) var format: TextFormat?

    /// A place without rules.
    init(kind: Kind) { self.kind = kind }
}
