import Contracts
import Database

extension AuditReader {
    /// Events that their readers have neither applied nor laid aside: in an outbox, in a queue, or lost; without `all`
    /// only those by which applications come to verification.
    func journeys(all: Bool) async throws -> [JourneyMessage] {
        guard all else { return try await journeysToVerification() }
        var messages: [JourneyMessage] = []
        for reader in ServiceName.allCases {
            for sender in ServiceName.allCases {
                let types = Set(MessageRoute.events(readBy: reader)).intersection(MessageRoute.events(sentBy: sender))
                if types.isEmpty { continue }
                messages += try await snapshot.query(
                    journey(from: sender, to: reader, types.map(\.rawValue).sorted()), as: JourneyMessage.self)
            }
        }
        return messages
    }

    private func journey(from sender: ServiceName, to reader: ServiceName, _ types: [String]) -> SQL {
        let consumer = WireNames.Queue.events(reader)
        return """
            SELECT e.region, e.submission_id::text, e.message_id, \(consumer), o.message_id IS NOT NULL \
            FROM \(identifier: sender.rawValue).audit_events e \
            LEFT JOIN \(identifier: sender.rawValue).audit_outbox o ON o.message_id = e.message_id \
            WHERE e.exchange = \(WireNames.Exchange.events) AND e.type = ANY(\(types)) \
            AND (\(region)::text IS NULL OR e.region = \(region)) \
            AND NOT EXISTS (SELECT 1 FROM \(identifier: reader.rawValue).audit_inbox b \
            WHERE b.message_id = e.message_id::text AND b.consumer = \(consumer)) \
            AND NOT EXISTS (SELECT 1 FROM \(identifier: reader.rawValue).audit_waiting w \
            WHERE w.message_id = e.message_id::text AND w.consumer = \(consumer))
            """
    }

    private func journeysToVerification() async throws -> [JourneyMessage] {
        let consumer = WireNames.Queue.events(.verification)
        return try await snapshot.query(
            """
            SELECT i.region, i.submission_id::text, e.message_id, \(consumer), o.message_id IS NOT NULL \
            FROM intake.audit_submissions i JOIN intake.audit_events e ON e.region = i.region \
            AND e.submission_id = i.submission_id AND e.type = \(MessageType.submissionReceived.rawValue) \
            LEFT JOIN intake.audit_outbox o ON o.message_id = e.message_id WHERE i.seen_at IS NULL \
            AND (\(region)::text IS NULL OR i.region = \(region)) \
            AND NOT EXISTS (SELECT 1 FROM verification.audit_submissions v \
            WHERE v.region = i.region AND v.submission_id = i.submission_id) \
            AND NOT EXISTS (SELECT 1 FROM verification.audit_waiting w \
            WHERE w.message_id = e.message_id::text AND w.consumer = \(consumer))
            """, as: JourneyMessage.self)
    }
}
