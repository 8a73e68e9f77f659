import Contracts
import Database
import Foundation
import Pipeline

/// A service as small as can be: each message is one row of `effects`, and says one thing if it is told to.
struct EffectHandler: MessageHandler {
    /// The type of all its messages.
    static let type = MessageType(rawValue: "test.ordered.v1")

    /// The body of a message.
    struct Order: Codable, Sendable {
        /// What the row says; 1000 and more violates a constraint, 666 fails at the commit.
        var amount = 1
        /// Whether it makes the service say something.
        var says = false
        /// Why the service refuses it.
        var refusal: String?
        /// Whether the handler fails over it as a faulty program would.
        var breaks = false
    }

    /// A fault of the program.
    struct Broken: Error {}

    var orderedSources: Set<ServiceName> = []
    /// The exchange to speak to.
    let exchange: String
    /// The name in the rows.
    let replica: String
    /// What a test does in the middle of the transaction, after the effects are written.
    var meanwhile: @Sendable (_ messages: [Accepted<Order>], _ unit: UnitOfWork) async throws -> Void = { _, _ in }

    func decode(_ inbound: InboundMessage) throws(ContractViolation) -> Order {
        guard inbound.envelope.type == Self.type else {
            throw ContractViolation(code: "type", message: "is not known here")
        }
        do {
            return try JSONDecoder().decode(Order.self, from: Data(inbound.body))
        } catch {
            throw ContractViolation(code: "json", message: "must be an order")
        }
    }

    func apply(_ messages: [Accepted<Order>], in unit: UnitOfWork) async throws {
        for message in messages {
            if let reason = message.message.refusal { throw MessageRejection(reason: reason, detail: "as ordered") }
            if message.message.breaks { throw Broken() }
        }
        let submissions = Set(messages.map(\.submission)).sorted().map(\.uuid)
        unit.transaction.send(
            "INSERT INTO submissions (id) SELECT * FROM unnest(\(submissions)) ON CONFLICT DO NOTHING")
        _ = try await unit.transaction.column(
            "SELECT id FROM submissions WHERE id = ANY(\(submissions)) ORDER BY id FOR UPDATE", as: UUID.self)
        try await unit.transaction.execute(
            """
            INSERT INTO effects (submission_id, message_id, amount, replica) \
            SELECT s, m, a, \(replica) FROM unnest(\(messages.map(\.submission.uuid)), \(messages.map(\.inbound.key)), \
            \(messages.map { Int32($0.message.amount) })) AS t (s, m, a)
            """)
        for message in messages where message.message.says {
            unit.say(
                Stage.statement(
                    about: message.submission, in: message.region, to: exchange, message.inbound.envelope.id))
        }
        try await meanwhile(messages, unit)
    }

    func repeated(_ messages: [Accepted<Order>], in unit: UnitOfWork) async throws {
        unit.transaction.send(
            """
            INSERT INTO repeats (message_id, attempt) SELECT * FROM unnest(\(messages.map(\.inbound.key)), \
            \(messages.map { Int32($0.inbound.envelope.attempt) }))
            """)
        for message in messages where message.inbound.envelope.attempt >= 2 {
            unit.repeatAll(about: message.submission, in: message.region)
        }
    }
}
