/// A step as `schema_versions` remembers it.
struct AppliedMigration: RowDecodable, Hashable {
    let version: Int
    let name: String
    let checksum: String

    /// Reads version, name and checksum.
    init(row: inout Row) throws(DatabaseError) {
        version = try row.next()
        name = try row.next()
        checksum = try row.next()
    }

    /// A step, for tests of the comparison.
    init(version: Int, name: String, checksum: String) {
        self.version = version
        self.name = name
        self.checksum = checksum
    }

    /// All ways in which what was applied differs from what is known.
    static func faults(
        _ applied: [AppliedMigration], against known: some Sequence<(Migration, String)>, in table: String
    ) -> [String] {
        let known = Array(known)
        var faults: [String] = []
        for (index, step) in applied.enumerated() {
            if step.version != index + 1 {
                faults.append("\(table) has version \(step.version) at place \(index + 1)")
            } else if index >= known.count {
                faults.append("\(table) has version \(step.version), which this program does not know")
            } else if known[index].1 != step.checksum {
                faults.append("migration \(step.version) \(step.name) was changed after it was applied")
            }
        }
        return faults
    }
}

/// The newest step, as a program checks it.
struct NewestMigration: RowDecodable {
    let version: Int
    let oldestCompatible: Int

    /// Reads version and oldest compatible version.
    init(row: inout Row) throws(DatabaseError) {
        version = try row.next()
        oldestCompatible = try row.next()
    }
}
