package import Contracts
import Database
package import Pipeline

/// Makes a notice of every event that somebody has to be told of.
package struct NotificationHandler: MessageHandler {
    /// Notification sees a part of each source's events only.
    package let orderedSources: Set<ServiceName> = []
    private let tools: NoticeTools

    /// Makes a handler.
    package init(tools: NoticeTools) { self.tools = tools }

    /// Reads an event.
    package func decode(_ inbound: InboundMessage) throws(ContractViolation) -> NotificationEvent {
        try NotificationEvent(type: inbound.envelope.type, body: inbound.body)
    }

    /// Makes the notices, and settles at once those that no channel reaches.
    package func apply(_ messages: [Accepted<NotificationEvent>], in unit: UnitOfWork) async throws {
        let applications = Dictionary(
            messages.map { (Subscriber.Key(submission: $0.submission, region: $0.region), $0.message.number) },
            uniquingKeysWith: { first, _ in first })
        let desk = try await NoticeDesk(applications, tools: tools, in: unit)
        for message in messages { try desk.take(message) }
        try await desk.address()
        try desk.close()
    }

    /// Says again what became of notices when somebody still waits for it.
    package func repeated(_ messages: [Accepted<NotificationEvent>], in unit: UnitOfWork) async throws {
        for message in messages where message.inbound.envelope.attempt >= 2 {
            unit.repeatAll(about: message.submission, in: message.region)
        }
    }
}
