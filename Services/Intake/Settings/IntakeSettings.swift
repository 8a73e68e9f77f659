package import ServiceRuntime

/// What operators set for intake.
///
/// - Shape:
///   - `catalogue.directory` (path, required): the services' definitions.
///   - `documents.directory` (path, required): the encrypted documents.
///   - `documents.keysFile` (path, required): their keys.
///   - `documents.maxBytes` (1024–52428800, default 2000000): the largest document.
///   - `public.url` (URL, required): where citizens reach the service, for the links it gives out.
///   - `keyring.file` (path, required): the key ring.
///   - `limits.unseenMaximum` (1–10000000, default 20000), `limits.unseenOldestSeconds` (1–604800, default 21600) and
///     `limits.unseenFloor` (1–1000000, default 10): how much may be accepted and not seen by verification.
///   - `limits.requestsPerMinute` (0–1000000, default 120; 0 is no limit): changing requests of one subject.
///   - `limits.openUploads` (1–10000, default 60): documents of one subject that wait for an application.
///   - `limits.groupSize` (1–1000, default 100), `limits.groupLanes` (1–16, default 2), `limits.waiting` (1–100000,
///     default 2000): applications in one transaction, transactions at a time, applications that wait for one.
///   - `nudge.firstSeconds` (1–86400, default 60), `nudge.longestSeconds` (1–604800, default 3600): when an application
///     of which nothing was heard is said again.
///   - `broker.prefetch` (1–10000, default 300): messages taken and not settled.
package struct IntakeSettings: Sendable {
    /// The services' definitions.
    package var catalogueDirectory: String
    /// The encrypted documents.
    package var documentsDirectory: String
    /// Their keys.
    package var documentsKeysFile: String
    /// The largest document.
    package var documentBytes: Int
    /// Where citizens reach the service, without a slash at the end.
    package var publicURL: String
    /// The key ring.
    package var keyRingFile: String
    /// How much may be accepted and not seen.
    package var pressure: BackPressure.Limits
    /// Changing requests of one subject in a minute.
    package var requestsPerMinute: Int
    /// Documents of one subject that wait for an application.
    package var openUploads: Int
    /// How applications share transactions.
    package var groups: GroupMachine<FilingKey>.Limits
    /// When an application is said again.
    package var nudging: Nudging
    /// Messages taken and not settled.
    package var prefetch: Int

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader) {
        catalogueDirectory = settings.string("catalogue.directory")
        documentsDirectory = settings.string("documents.directory")
        documentsKeysFile = settings.string("documents.keysFile")
        documentBytes = settings.int("documents.maxBytes", default: 2_000_000, range: 1024...52_428_800)
        let url = settings.url("public.url", schemes: ["http", "https"]).value
        publicURL = url.hasSuffix("/") ? String(url.dropLast()) : url
        keyRingFile = settings.string("keyring.file")
        pressure = BackPressure.Limits(
            unseen: settings.int("limits.unseenMaximum", default: 20_000, range: 1...10_000_000),
            oldestSeconds: settings.int("limits.unseenOldestSeconds", default: 21_600, range: 1...604_800),
            floor: settings.int("limits.unseenFloor", default: 10, range: 1...1_000_000))
        requestsPerMinute = settings.int("limits.requestsPerMinute", default: 120, range: 0...1_000_000)
        openUploads = settings.int("limits.openUploads", default: 60, range: 1...10_000)
        groups = GroupMachine<FilingKey>.Limits(
            groupSize: settings.int("limits.groupSize", default: 100, range: 1...1000),
            waiting: settings.int("limits.waiting", default: 2000, range: 1...100_000),
            lanes: settings.int("limits.groupLanes", default: 2, range: 1...16))
        nudging = Nudging(
            firstSeconds: settings.int("nudge.firstSeconds", default: 60, range: 1...86_400),
            longestSeconds: settings.int("nudge.longestSeconds", default: 3600, range: 1...604_800))
        prefetch = settings.int("broker.prefetch", default: 300, range: 1...10_000)
    }
}
