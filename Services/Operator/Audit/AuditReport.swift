import Contracts

/// What an audit found, as it is printed for machines.
struct AuditReport: Encodable, Sendable {
    /// How the books were read.
    enum Mode: String, Encodable, Sendable {
        /// From the sharded counters and the rows that are open.
        case counters
        /// From all rows, and compared with the counters.
        case exact
    }

    /// One region's applications.
    struct Region: Encodable, Sendable {
        let region: String
        let accepted: Int64
        let inTransit: Int64
        let seen: Int64
        let open: Int64
        let closed: Int64

        init(_ region: String, in ledger: Ledger) {
            self.region = region
            accepted = ledger["intake.accepted", region].total
            inTransit = ledger["rows.inTransit", region].total
            seen = ledger["verification.seen", region].total
            open = ledger["rows.open", region].total
            closed = ledger["verification.closed", region].total
        }
    }

    /// What was looked at for double and missing effects; numbers of faults, but for the last two.
    struct Effects: Encodable, Sendable {
        var checked = false
        var doubleNotices: Int64 = 0
        var wrongRecords: Int64 = 0
        var wrongNumbers: Int64 = 0
        var eventGaps: Int64 = 0
        var wrongClosings: Int64 = 0
        /// Notices that are marked as possibly sent twice.
        var possibleDoubles: Int64 = 0
        /// Messages that a reader has not heard yet.
        var onTheWay = 0
    }

    /// The archive's chains; by counters their heads, exactly every record and content.
    struct Archive: Encodable, Sendable {
        var verified = true
        var regions: Int64 = 0
    }

    let mode: Mode
    let takenAt: Timestamp
    let regions: [Region]
    let differences: [AuditDifference]
    let effects: Effects
    let archive: Archive

    /// Whether the books close.
    var isClean: Bool { differences.isEmpty }

    private enum CodingKeys: String, CodingKey { case clean, mode, takenAt, regions, differences, effects, archive }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isClean, forKey: .clean)
        try container.encode(mode, forKey: .mode)
        try container.encode(takenAt, forKey: .takenAt)
        try container.encode(regions, forKey: .regions)
        try container.encode(differences, forKey: .differences)
        try container.encode(effects, forKey: .effects)
        try container.encode(archive, forKey: .archive)
    }
}
