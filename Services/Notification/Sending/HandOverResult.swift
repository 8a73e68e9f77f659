import Contracts

/// What became of one attempt, on its way into the notice's row.
struct HandOverResult: Sendable {
    /// The notice.
    let id: NoticeID
    /// Its application.
    let subscriber: Subscriber.Key
    /// The attempt's number, by which a late result is told from the present one.
    let attempt: Int
    /// What the transport said; nil when the lease of the second attempt ended without an answer.
    let answer: TransportAnswer?
    /// The version of the template it was rendered with.
    let templateVersion: Int?
}
