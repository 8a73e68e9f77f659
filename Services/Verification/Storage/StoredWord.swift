import Database

/// A word of an enumeration in a text column.
struct StoredWord<Word: RawRepresentable<String> & Sendable>: SQLWrapper {
    /// The word.
    let value: Word

    /// Its text.
    var sqlRepresentation: String { value.rawValue }

    /// Takes a text that the enumeration knows.
    init(sqlRepresentation: String) throws(SQLFault) {
        guard let value = Word(rawValue: sqlRepresentation) else { throw .refused("not a word of \(Word.self)") }
        self.value = value
    }
}
