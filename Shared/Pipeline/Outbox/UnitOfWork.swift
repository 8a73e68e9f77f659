package import Contracts
package import Database
import Foundation

/// One transaction's work: what it reads and writes itself, and what it wants said, counted, scheduled and logged.
///
/// The latter is gathered in memory and written set-based in front of COMMIT.
/// - Isolation: belongs to the task that runs the transaction.
package final class UnitOfWork {
    /// The transaction, for the service's own statements.
    package let transaction: DatabaseTransaction
    /// The transaction's time by PostgreSQL's clock; every time this unit writes derives from it.
    package let now: Timestamp

    private(set) var statements: [Statement] = []
    private(set) var repeats: [Repeat] = []
    private(set) var counts: [CounterKey: Count] = [:]
    private(set) var schedules: [ScheduleKey: Schedule] = [:]
    private(set) var cancelled: Set<ScheduleKey> = []
    private(set) var accesses: [Access] = []
    private(set) var dueSources: Set<String> = []

    init(transaction: DatabaseTransaction, now: Timestamp) {
        self.transaction = transaction
        self.now = now
    }

    /// A submission whose journal is to be said again.
    struct Repeat {
        let region: RegionCode
        let submission: SubmissionID
    }

    struct CounterKey: Hashable {
        let region: RegionCode
        let name: String
    }

    struct Count {
        var total: Int64 = 0
        var ids: Int64 = 0
    }

    struct ScheduleKey: Hashable {
        let region: RegionCode
        let kind: String
        let key: String
    }

    struct Schedule {
        let submission: SubmissionID
        let dueAt: Timestamp
    }

    /// An entry of the access log.
    package struct Access: Sendable {
        /// The region.
        package let region: RegionCode
        /// The submission whose data it is.
        package let submission: SubmissionID
        /// Who was given the data.
        package let principal: String
        /// In which role.
        package let role: String
        /// What for.
        package let purpose: String
        /// The names of the fields.
        package let fields: [String]

        /// Makes an entry.
        package init(
            region: RegionCode, submission: SubmissionID, principal: String, role: String, purpose: String,
            fields: [String]
        ) {
            self.region = region
            self.submission = submission
            self.principal = principal
            self.role = role
            self.purpose = purpose
            self.fields = fields
        }
    }

    /// Says something: journal and outbox get it with this transaction.
    package func say(_ statement: Statement) {
        statements.append(statement)
    }

    /// Says an event of the core to `mpp.events`.
    /// - Throws: `ContractViolation` for a body that is not valid or too large: a fault of the caller.
    package func say<Body: MessageBody>(
        _ body: Body, from source: ServiceName, about submission: SubmissionID, in region: RegionCode,
        sequence: Int, causation: MessageID? = nil, traceparent: String? = nil
    ) throws(ContractViolation) {
        let envelope = Envelope(
            type: Body.type, source: MessageSource(region: region, service: source), subject: submission, time: now,
            sequence: sequence, causation: causation, traceparent: traceparent)
        say(
            Statement(
                envelope: envelope, exchange: WireNames.Exchange.events,
                routingKey: WireNames.routingKey(Body.type, region),
                body: try ContractCoding.encode(body)))
    }

    /// Says again, under the same ids, all that this service has said about a submission.
    package func repeatAll(about submission: SubmissionID, in region: RegionCode) {
        repeats.append(Repeat(region: region, submission: submission))
    }

    /// Counts a submission under a name, for the audit.
    package func count(_ name: String, _ submission: SubmissionID, in region: RegionCode, by amount: Int64 = 1) {
        var count = counts[CounterKey(region: region, name: name), default: Count()]
        count.total += amount
        count.ids ^= submission.lowBits
        counts[CounterKey(region: region, name: name)] = count
    }

    /// Plans something for later; a plan of the same kind and key is replaced.
    package func schedule(
        _ kind: String, key: String, about submission: SubmissionID, in region: RegionCode, at dueAt: Timestamp
    ) {
        let scheduleKey = ScheduleKey(region: region, kind: kind, key: key)
        cancelled.remove(scheduleKey)
        schedules[scheduleKey] = Schedule(submission: submission, dueAt: dueAt)
    }

    /// Cancels what was planned.
    package func cancel(_ kind: String, key: String, in region: RegionCode) {
        let scheduleKey = ScheduleKey(region: region, kind: kind, key: key)
        schedules[scheduleKey] = nil
        cancelled.insert(scheduleKey)
    }

    /// Has the rows of a source looked at straight after the commit, because this transaction makes some due at once.
    package func makeDue(_ source: String) { dueSources.insert(source) }

    /// Logs that personal data was given out.
    package func log(_ access: Access) {
        accesses.append(access)
    }
}

extension SubmissionID {
    /// The low 64 bits, which are random in a version 7 id.
    var lowBits: Int64 {
        let bytes = uuid.uuid
        var bits: UInt64 = 0
        for byte in [bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15] {
            bits = bits << 8 | UInt64(byte)
        }
        return Int64(bitPattern: bits)
    }
}
