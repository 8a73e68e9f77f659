/// A member name that is known only when it is read.
struct JSONKey: CodingKey {
    /// The name.
    let stringValue: String
    /// Never an index.
    var intValue: Int? { nil }

    /// Any name.
    init(stringValue: String) { self.stringValue = stringValue }

    /// No index.
    init?(intValue: Int) { nil }
}
