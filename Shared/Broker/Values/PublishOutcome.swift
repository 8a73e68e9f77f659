/// What became of a published message.
package enum PublishOutcome: Sendable {
    /// The broker has taken it over: it is on the disks of a majority.
    case confirmed
    /// The broker refused it, as a full queue does; try again later.
    case nacked
    /// No queue takes messages with this routing key; it is not stored anywhere.
    case returned(code: UInt16, text: String)
    /// It was sent and the answer got lost: it may be stored or not. Publish it again under the same message id.
    case unknown(BrokerError)
    /// It never left this process.
    case unsent(BrokerError)

    /// Whether the broker has taken the message over.
    package var isConfirmed: Bool {
        if case .confirmed = self { true } else { false }
    }
}
