package import Contracts

/// What a service does with the messages of one queue.
package protocol MessageHandler: Sendable {
    /// A decoded and validated message.
    associatedtype Message: Sendable

    /// The services whose numbers this queue sees without gaps, because it is bound to all
    /// types of theirs: their messages are applied in order.
    var orderedSources: Set<ServiceName> { get }

    /// Decodes a message.
    /// - Throws: `ContractViolation` for a body that is not JSON, does not validate, or a type the handler does not know:
    ///   the message is parked with the reason.
    func decode(_ inbound: InboundMessage) throws(ContractViolation) -> Message

    /// Applies messages that are fresh, in order, in one transaction.
    ///
    /// The handler first locks the rows of the submissions touched, ordered by id. Late, repeated and unexpected messages
    /// are recorded and change nothing. It has no effect of its own outside the transaction, because the batch may be
    /// tried again, whole or in parts.
    /// - Throws: `MessageRejection` when a message cannot be applied at all; `DatabaseError` as it comes.
    func apply(_ messages: [Accepted<Message>], in unit: UnitOfWork) async throws

    /// Sees redelivered or repeated messages whose effect is in the database already. Most handlers leave the default,
    /// which does nothing; an answer to a nudge (`mpp-attempt` ≥ 2) is said again here.
    func repeated(_ messages: [Accepted<Message>], in unit: UnitOfWork) async throws
}

extension MessageHandler {
    /// Does nothing.
    package func repeated(_ messages: [Accepted<Message>], in unit: UnitOfWork) async throws {}
}

/// A decoded message with what the broker and the envelope say of it.
///
/// A class, because it is passed on many times and a copy of all it holds would cost more than what is done with it.
package final class Accepted<Message: Sendable>: Sendable {
    /// The message as it reached the consumer.
    package let inbound: InboundMessage
    /// What it says.
    package let message: Message

    /// Puts a message together, as the engine and tests of handlers do.
    package init(inbound: InboundMessage, message: Message) {
        self.inbound = inbound
        self.message = message
    }

    /// The submission that it is about.
    package var submission: SubmissionID { inbound.envelope.subject }
    /// The region that it belongs to.
    package var region: RegionCode { inbound.envelope.region }
}

/// A message that can never be applied, for a reason of its own; alone, it is parked.
package struct MessageRejection: Error, Sendable {
    /// A stable reason in kebab-case, such as `unknown-submission`.
    package let reason: String
    /// What to do about it; never a value of the message.
    package let detail: String

    /// Makes a rejection.
    package init(reason: String, detail: String) {
        self.reason = reason
        self.detail = detail
    }
}
