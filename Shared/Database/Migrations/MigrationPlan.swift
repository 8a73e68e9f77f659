/// What a migrator found and would do.
package struct MigrationPlan: Sendable, Hashable {
    /// The schema's version now; 0 if nothing was ever applied.
    package let current: Int
    /// The steps that are left to do.
    package let pending: [Migration]

    /// Says what was found.
    package init(current: Int, pending: [Migration]) {
        self.current = current
        self.pending = pending
    }
}

/// Whether a program fits the schema it found.
package enum SchemaCompatibility: Sendable, Hashable {
    /// It fits.
    case compatible(schemaVersion: Int)
    /// The schema has no version yet: `mpp setup` has not been run.
    case missing
    /// The schema is older than the program: `mpp setup` must be run first.
    case schemaTooOld(schemaVersion: Int)
    /// The program is older than the schema still supports: it must be replaced.
    case programTooOld(oldestCompatible: Int)
}
