import Broker
import Contracts
import Database
import Foundation

/// A row of the journal, joined with what the outbox knows of it.
struct JournalRow: RowDecodable {
    let messageID: UUID
    let region: String
    let submission: UUID
    let sequence: Int64?
    let type: String
    let source: String
    let exchange: String
    let routingKey: String
    let occurredAt: SQLTimestamp
    let causation: String?
    let traceparent: String?
    let tracestate: String?
    let body: [UInt8]?
    let attempt: Int
    let tries: Int

    init(row: inout Row) throws(DatabaseError) {
        messageID = try row.next()
        region = try row.next()
        submission = try row.next()
        sequence = try row.next()
        type = try row.next()
        source = try row.next()
        exchange = try row.next()
        routingKey = try row.next()
        occurredAt = try row.next()
        causation = try row.next()
        traceparent = try row.next()
        tracestate = try row.next()
        body = try row.next()
        attempt = Int(try row.next() as Int32)
        tries = Int(try row.next() as Int32)
    }

    /// The message as it goes to the broker.
    func message(body: [UInt8]) throws(ContractViolation) -> OutboundMessage {
        let envelope = Envelope(
            id: try MessageID(messageID.uuidString.lowercased()), type: MessageType(rawValue: type),
            source: try MessageSource(parsing: source), subject: SubmissionID(submission), time: occurredAt.timestamp,
            sequence: sequence.map(Int.init),
            causation: try causation.map { value throws(ContractViolation) in try MessageID(value) },
            attempt: attempt, traceparent: traceparent, tracestate: tracestate)
        return OutboundMessage(
            exchange: exchange, routingKey: routingKey, properties: MessageProperties(envelope.wire), body: body)
    }
}
