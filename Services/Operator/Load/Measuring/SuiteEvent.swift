import Broker
import Contracts

/// What a run learns from the suite's events.
enum SuiteEvent: Sendable, Equatable {
    /// An application was closed.
    case closed(state: String, StageSplit)
    /// Its record stands in the chain.
    case archived(at: Timestamp)
    /// The notice of its decision was handed over, or given up.
    case told(at: Timestamp, delivered: Bool)
    /// The applicant has to mend something.
    case correctionRequested(round: Int64, items: [String])

    /// The types that a run subscribes to.
    static let types: [MessageType] = [.correctionRequested, .submissionClosed, .noticeSettled, .recordArchived]

    /// Reads an event.
    /// - Returns: the application's number and what happened; nil for an event that tells nothing here.
    static func read(_ delivery: Delivery) -> (number: String, event: SuiteEvent)? {
        guard let type = delivery.properties.type else { return nil }
        let body: JSONValue
        do throws(ContractViolation) {
            body = try JSONValue(json: delivery.body)
        } catch {
            // Not one of the suite's; the audit finds what is missing.
            return nil
        }
        guard let number = body["number"]?.string, let event = read(MessageType(rawValue: type), body) else {
            return nil
        }
        return (number, event)
    }

    private static func read(_ type: MessageType, _ body: JSONValue) -> SuiteEvent? {
        switch type {
        case .submissionClosed:
            guard let state = body["state"]?.string, let split = StageSplit(closing: body) else { return nil }
            return .closed(state: state, split)
        case .recordArchived: return body["archivedAt"]?.time.map { .archived(at: $0) }
        case .noticeSettled:
            guard body["eventType"]?.string == MessageType.submissionClosed.rawValue, let at = body["settledAt"]?.time
            else { return nil }
            return .told(at: at, delivered: body["outcome"]?.string == NoticeSettled.Outcome.delivered.rawValue)
        case .correctionRequested:
            guard let round = body["round"]?.integer else { return nil }
            return .correctionRequested(
                round: round, items: (body["defects"]?.array ?? []).compactMap { $0["item"]?.string })
        default: return nil
        }
    }
}
