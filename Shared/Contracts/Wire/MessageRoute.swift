/// Who may send a type of message, through which exchange, and who reads it.
public struct MessageRoute: Sendable, Hashable {
    /// The parties that send and read messages.
    public enum Party: Sendable, Hashable {
        /// One of the services.
        case service(ServiceName)
        /// Whichever agency the check belongs to.
        case agency
    }

    /// The type.
    public let type: MessageType
    /// The only sender.
    public let sender: Party
    /// Everybody who reads it.
    public let readers: [Party]
    /// The exchange that it goes through.
    public let exchange: String

    private static func event(_ type: MessageType, _ from: ServiceName, _ to: [ServiceName]) -> MessageRoute {
        MessageRoute(
            type: type, sender: .service(from), readers: to.map(Party.service), exchange: WireNames.Exchange.events)
    }

    private static func work(_ type: MessageType) -> MessageRoute {
        MessageRoute(
            type: type, sender: .service(.verification), readers: [.agency], exchange: WireNames.Exchange.work)
    }

    private static func result(_ type: MessageType) -> MessageRoute {
        MessageRoute(
            type: type, sender: .agency, readers: [.service(.verification)], exchange: WireNames.Exchange.results)
    }

    /// The routes of every released type.
    public static let all: [MessageRoute] = [
        event(.submissionReceived, .intake, [.verification, .notification]),
        event(.correctionSubmitted, .intake, [.verification]),
        event(.withdrawalRequested, .intake, [.verification]),
        event(.submissionProgressed, .verification, [.intake]),
        event(.correctionRequested, .verification, [.intake, .notification]),
        event(.deadlineWarned, .verification, [.intake, .notification]),
        event(.deadlineBreached, .verification, [.intake, .notification]),
        event(.submissionClosed, .verification, [.intake, .notification, .archiving]),
        event(.noticeSettled, .notification, [.intake]),
        event(.recordArchived, .archiving, [.intake, .verification]),
        event(.recordDisposed, .archiving, [.intake, .verification]),
        work(.checkRequested),
        result(.checkAccepted),
        result(.checkCompleted),
        work(.checkCancelled),
    ]

    /// The route of a type; nil for a type that is not ours.
    public static func of(_ type: MessageType) -> MessageRoute? { all.first { $0.type == type } }

    /// The events that a service sends.
    public static func events(sentBy service: ServiceName) -> [MessageType] {
        all.filter { $0.sender == .service(service) && $0.exchange == WireNames.Exchange.events }.map(\.type)
    }

    /// The events that a service reads.
    public static func events(readBy service: ServiceName) -> [MessageType] {
        all.filter { $0.readers.contains(.service(service)) && $0.exchange == WireNames.Exchange.events }.map(\.type)
    }
}
