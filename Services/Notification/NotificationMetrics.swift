import Contracts
import Metrics

/// Notification's metric handles, made once.
package struct NotificationMetrics: Sendable {
    private let settled: [NoticeChannel: [NoticeSettled.Outcome: Counter]]
    private let answers: [NoticeChannel: Metrics.Timer]
    /// Notices that may have been handed over twice.
    let possibleDoubles = Counter(label: "mpp.notices.possible_doubles")
    /// Notices that wait for a contact.
    let awaiting = Counter(label: "mpp.notices.awaiting_contact")

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
                (channel, Metrics.Timer(label: "mpp.notices.transport", dimensions: [("channel", channel.rawValue)]))
            })
    }

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
