package import Contracts
import Mail
package import ServiceRuntime

/// What operators set for notification.
///
/// - Shape:
///   - `notification.channel` (list of `smtp`, `file`, `null`; default `smtp`): the channels, the preferred one first.
///   - `notification.fileDirectory` (path, required with `file`): where notices are put as files, with their addresses.
///   - `notification.office` (text, default `MPP Digital`): who signs notices; the region's name follows it.
///   - `tracking.url` (URL, required): where applications are followed; `{number}` in it stands for the number.
///   - `templates.directory` (path, optional): templates that replace embedded ones.
///   - `notification.parallelism` (1–64, default 8): notices with their transports at once.
///   - `notification.leaseSeconds` (5–86400, default by `smtp.timeoutSeconds`): after how long a notice whose sender was
///     lost is taken up again; longer than a group of notices can take.
///   - `notification.firstRetrySeconds` (1–3600, default 30), `notification.longestRetrySeconds` (1–86400, default 3600),
///     `notification.giveUpHours` (1–720, default 48): when a refused notice is tried again and given up.
///   - `notification.simulator` (path, optional): the profile of a simulator in front of the channels, such as
///     ``SimulationProfile`` describes it; in test mode only.
///   - `keyring.file` (path, required): the key ring, with the audiences `contact`, `notification` and `storage`.
///   - `broker.prefetch` (1–10000, default 300): messages taken and not settled.
package struct NotificationSettings: Sendable {
    /// The channels, the preferred one first.
    package var channels: [NoticeChannel]
    /// Where notices are put as files.
    package var fileDirectory: String?
    /// Who signs notices.
    package var office: String
    /// Where applications are followed.
    package var trackingURL: String
    /// Templates that replace embedded ones.
    package var templatesDirectory: String?
    /// Notices with their transports at once.
    package var parallelism: Int
    /// How long a claim holds.
    package var leaseSeconds: Int64
    /// When a notice is tried again and given up.
    package var policy: NoticePolicy
    /// How mail is sent; nil without the channel.
    package var mail: MailSettings?
    /// The profile of a simulator in front of the channels.
    package var simulatorFile: String?
    /// The key ring.
    package var keyRingFile: String
    /// Messages taken and not settled.
    package var prefetch: Int

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader) {
        let names = settings.list("notification.channel", default: [ChannelName.smtp.rawValue])
        let known = names.compactMap(ChannelName.init)
        if known.count != names.count || known.isEmpty || Set(known).count != known.count {
            let all = ChannelName.allCases.map(\.rawValue).joined(separator: ", ")
            settings.fault("notification.channel", "must be a list of \(all), each at most once")
        }
        channels = known.map(\.channel)
        fileDirectory = known.contains(.file) ? settings.string("notification.fileDirectory") : nil
        office = settings.string("notification.office", default: "MPP Digital")
        trackingURL = settings.url("tracking.url", schemes: ["http", "https"]).value
        templatesDirectory = settings.optionalString("templates.directory")
        parallelism = settings.int("notification.parallelism", default: 8, range: 1...64)
        policy = NoticePolicy(
            firstWait: Int64(settings.int("notification.firstRetrySeconds", default: 30, range: 1...3600)),
            longestWait: Int64(settings.int("notification.longestRetrySeconds", default: 3600, range: 1...86_400)),
            giveUpAge: Int64(settings.int("notification.giveUpHours", default: 48, range: 1...720)) * 3600)
        mail = known.contains(.smtp) ? MailSettings(settings, connections: parallelism) : nil
        // A group is two rounds; taking leave of a silent server may double one.
        let lease = 4 * (mail?.timeoutSeconds ?? 10) + 30
        leaseSeconds = Int64(settings.int("notification.leaseSeconds", default: lease, range: 5...86_400))
        simulatorFile = settings.optionalString("notification.simulator")
        keyRingFile = settings.string("keyring.file")
        prefetch = settings.int("broker.prefetch", default: 300, range: 1...10_000)
    }

    /// The right-hand side of Message-IDs: the sender's domain.
    package var domain: String {
        mail?.from?.value.split(separator: "@").last.map(String.init) ?? "mpp.invalid"
    }
}
