/// A place in a list, as Codable names it.
struct JSONIndex: CodingKey {
    /// The place, from 0.
    let position: Int
    /// The place as text.
    var stringValue: String { "Index \(position)" }
    /// The place.
    var intValue: Int? { position }

    /// A place.
    init(position: Int) { self.position = position }

    /// Never by name.
    init?(stringValue: String) { nil }

    /// A place.
    init?(intValue: Int) { position = intValue }
}
