import Contracts
import CoreMetrics

/// Notification's metric handles, made once.
package struct NotificationMetrics: Sendable {
    private let settled: [NoticeChannel: [NoticeSettled.Outcome: Counter]]
    private let answers: [NoticeChannel: CoreMetrics.Timer]
    /// Notices that may have been handed over twice.
    private let possibleDoubles = Counter(label: "mpp.notices.possible_doubles")
    /// Notices that wait for a contact.
    private let awaiting = Counter(label: "mpp.notices.awaiting_contact")

    /// Makes the handles.
    package init() {
        settled = Dictionary(
            uniqueKeysWithValues: NoticeChannel.allCases.map { channel in
                let counters = NoticeSettled.Outcome.allCases.map { outcome in
                    let dimensions = [("channel", channel.rawValue), ("outcome", outcome.rawValue)]
                    return (outcome, Counter(label: "mpp.notices.settled", dimensions: dimensions))
                }
                return (channel, Dictionary(uniqueKeysWithValues: counters))
            })
        answers = Dictionary(
            uniqueKeysWithValues: NoticeChannel.allCases.map { channel in
                (
                    channel,
                    CoreMetrics.Timer(label: "mpp.notices.transport", dimensions: [("channel", channel.rawValue)])
                )
            })
    }

    /// Counts a notice that was settled and may have been handed over twice.
    func doubt() { possibleDoubles.increment() }

    /// Counts a notice whose contact has not arrived.
    func wait() { awaiting.increment() }

    /// Counts how a notice ended.
    func settle(_ outcome: NoticeSettled.Outcome, on channel: NoticeChannel) {
        settled[channel]?[outcome]?.increment()
    }

    /// Records how long a transport took.
    func record(_ duration: Duration, on channel: NoticeChannel) {
        let (seconds, attoseconds) = duration.components
        answers[channel]?.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
