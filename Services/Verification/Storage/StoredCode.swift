import Contracts
import Database

/// A code in a text column.
struct StoredCode<Code: CodeIdentifier>: SQLWrapper {
    /// The code.
    let value: Code

    /// Its text.
    var sqlRepresentation: String { value.value }

    /// Takes a text that is a code.
    init(sqlRepresentation: String) throws(SQLFault) {
        do {
            value = try Code(sqlRepresentation)
        } catch {
            throw .refused("not a code of \(Code.self)")
        }
    }
}
