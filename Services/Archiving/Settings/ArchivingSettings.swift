package import ServiceRuntime

/// What operators set for archiving.
///
/// - Shape:
///   - `documents.directory`, `documents.keysFile` (paths, required): intake's document store, read only, and its keys.
///   - `archive.directory`, `archive.keysFile` (paths, required): the archive's own store and its keys.
///   - `archive.firstRetrySeconds` (1–3600, default 30), `archive.longestRetrySeconds` (1–86400, default 3600): when a
///     document that was not found is looked for again.
///   - `archive.patienceHours` (1–8760, default 72): after how long a missing document is recorded as missing.
///   - `archive.leaseSeconds` (5–86400, default 120): after how long work whose process was lost is taken up again.
///   - `keyring.file` (path, required): the key ring, with the audiences `application`, `archiving` and `storage`.
///   - `broker.prefetch` (1–10000, default 300): messages taken and not settled.
package struct ArchivingSettings: Sendable {
    /// Intake's documents.
    package var documentsDirectory: String
    /// Their keys.
    package var documentsKeysFile: String
    /// The archive's documents.
    package var archiveDirectory: String
    /// Their keys.
    package var archiveKeysFile: String
    /// Waits and patience.
    package var policy: AccessionPolicy
    /// How long a claim holds.
    package var leaseSeconds: Int64
    /// The key ring.
    package var keyRingFile: String
    /// Messages taken and not settled.
    package var prefetch: Int

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader) {
        documentsDirectory = settings.string("documents.directory")
        documentsKeysFile = settings.string("documents.keysFile")
        archiveDirectory = settings.string("archive.directory")
        archiveKeysFile = settings.string("archive.keysFile")
        if !archiveDirectory.isEmpty, archiveDirectory == documentsDirectory {
            settings.fault("archive.directory", "must not be the documents' directory")
        }
        policy = AccessionPolicy(
            firstWait: Int64(settings.int("archive.firstRetrySeconds", default: 30, range: 1...3600)),
            longestWait: Int64(settings.int("archive.longestRetrySeconds", default: 3600, range: 1...86_400)),
            patience: Int64(settings.int("archive.patienceHours", default: 72, range: 1...8760)) * 3600)
        leaseSeconds = Int64(settings.int("archive.leaseSeconds", default: 120, range: 5...86_400))
        keyRingFile = settings.string("keyring.file")
        prefetch = settings.int("broker.prefetch", default: 300, range: 1...10_000)
    }
}
