/// Where a notice (*pemberitahuan*) stands.
package enum NoticeState: String, CaseIterable, Sendable {
    /// The event came before the contact; moved on when the contact arrives.
    case awaitingContact = "awaiting-contact"
    /// To be handed over when due; moved on by the sender.
    case pending
    /// The transport may have it; committed before the transport begins, moved on by its answer or by the lease's end.
    case handingOver = "handing-over"
    /// Nobody knows whether the transport took it; moved on by the sender, which hands it over once more.
    case uncertain
    /// Handed over once more under the same Message-ID; moved on by the transport's answer or by the lease's end.
    case handingOverAgain = "handing-over-again"
    /// Final: the transport took it.
    case delivered
    /// Final: it was certainly not taken and will not be tried again.
    case failed
    /// Final: handed over twice, and nobody knows whether it was taken.
    case uncertainForGood = "uncertain-for-good"

    /// Whether nothing moves it any more.
    package var isSettled: Bool {
        switch self {
        case .delivered, .failed, .uncertainForGood: true
        case .awaitingContact, .pending, .handingOver, .uncertain, .handingOverAgain: false
        }
    }
}
