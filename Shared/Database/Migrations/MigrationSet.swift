/// All steps of one schema, as one version of the program knows them.
package struct MigrationSet: Sendable, Hashable {
    /// The schema; unqualified names in the scripts mean this one.
    package let schema: String
    /// The steps in order.
    package let migrations: [Migration]
    /// The version of the schema after the last step.
    package let version: Int
    /// The oldest program version that can work with the schema after the last step.
    package let oldestCompatible: Int

    /// Describes a schema; what does not fit together is told by the migrator.
    package init(schema: String, migrations: [Migration], version: Int, oldestCompatible: Int) {
        self.schema = schema
        self.migrations = migrations
        self.version = version
        self.oldestCompatible = oldestCompatible
    }

    /// All that does not fit together.
    var faults: [String] {
        var faults: [String] = []
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            faults.append("migration number \(migration.number) stands at place \(index + 1)")
        }
        for migration in migrations where migration.name.isEmpty || migration.name.utf8.count > 200 {
            faults.append("migration \(migration.number) has no name or a name of more than 200 bytes")
        }
        if schema.isEmpty || schema.utf8.count > 63 { faults.append("the schema's name is empty or too long") }
        if version != migrations.count { faults.append("version \(version) of \(migrations.count) migrations") }
        if !(1...max(1, version)).contains(oldestCompatible) {
            faults.append("oldest compatible version \(oldestCompatible) is not between 1 and \(version)")
        }
        return faults
    }
}
