import Contracts
import Database

/// A region in a text column.
struct StoredRegion: SQLWrapper {
    /// The region.
    let value: RegionCode

    /// Its digits.
    var sqlRepresentation: String { value.digits }

    /// Takes a text that is a region's code.
    init(sqlRepresentation: String) throws(SQLFault) {
        do {
            value = try RegionCode(sqlRepresentation)
        } catch {
            throw .refused("not a region")
        }
    }
}

/// An application's number in a text column.
struct StoredNumber: SQLWrapper {
    /// The number.
    let value: SubmissionNumber

    /// Its text.
    var sqlRepresentation: String { value.value }

    /// Takes a text that is a number.
    init(sqlRepresentation: String) throws(SQLFault) {
        do {
            value = try SubmissionNumber(parsing: sqlRepresentation)
        } catch {
            throw .refused("not an application's number")
        }
    }
}
