package import ServiceRuntime

/// What operators set for verification.
///
/// - Shape:
///   - `catalogue.directory` (path, required): the services' definitions.
///   - `calendar.directory` (path, required): the calendars; imported ones count before them.
///   - `documents.directory` (path, required): the encrypted documents.
///   - `documents.keysFile` (path, required): their keys.
///   - `documents.url` (URL, required): where agencies reach this service, for the links to documents.
///   - `keyring.file` (path, required): the key ring.
///   - `nudge.firstSeconds` (1–86400, default 60), `nudge.longestSeconds` (1–604800, default 3600): when a question to
///     an agency, or the end of an application, is said again.
///   - `calendar.refreshSeconds` (1–3600, default 5): how often imported calendars and regions are looked for.
///   - `broker.prefetch` (1–10000, default 300): messages taken and not settled, by queue.
package struct VerificationSettings: Sendable {
    /// The services' definitions.
    package var catalogueDirectory: String
    /// The calendars.
    package var calendarDirectory: String
    /// The encrypted documents.
    package var documentsDirectory: String
    /// Their keys.
    package var documentsKeysFile: String
    /// Where agencies reach this service, without a slash at the end.
    package var documentsURL: String
    /// The key ring.
    package var keyRingFile: String
    /// When something is said again.
    package var nudging: Nudging
    /// How often imported calendars and regions are looked for.
    package var refreshSeconds: Int
    /// Messages taken and not settled, by queue.
    package var prefetch: Int

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader) {
        catalogueDirectory = settings.string("catalogue.directory")
        calendarDirectory = settings.string("calendar.directory")
        documentsDirectory = settings.string("documents.directory")
        documentsKeysFile = settings.string("documents.keysFile")
        let url = settings.url("documents.url", schemes: ["http", "https"]).value
        documentsURL = url.hasSuffix("/") ? String(url.dropLast()) : url
        keyRingFile = settings.string("keyring.file")
        nudging = Nudging(
            firstSeconds: settings.int("nudge.firstSeconds", default: 60, range: 1...86_400),
            longestSeconds: settings.int("nudge.longestSeconds", default: 3600, range: 1...604_800))
        refreshSeconds = settings.int("calendar.refreshSeconds", default: 5, range: 1...3600)
        prefetch = settings.int("broker.prefetch", default: 300, range: 1...10_000)
    }
}
