extension Ledger {
    /// The equations over counters and the few rows that are open, on their way or waiting.
    ///
    /// Pure: what does not close comes out, without ids.
    func differences() -> [AuditDifference] {
        regions.flatMap { region in
            applications(region) + consumers(region) + agencies(region)
        }
    }

    /// The counters against what was counted from all rows.
    func disagreements() -> [AuditDifference] {
        let pairs =
            [
                ("intake.accepted", "rows.intake.accepted"), ("intake.closed", "rows.intake.closed"),
                ("verification.seen", "rows.verification.seen"),
                ("verification.closed", "rows.verification.closed"), ("archiving.archived", "rows.archiving.archived"),
            ]
            + names(between: "rows.heard.", and: "").map { ("\(Self.service(of: $0)).\($0).done", "rows.heard.\($0)") }
        let agencies = Set(names(between: "rows.checks.", and: ".asked") + agencyNames).sorted()
        return regions.flatMap { region in
            pairs.compactMap { counter, rows in
                compare(.counters, region, line: counter, self[counter, region], self[rows, region])
            }
                + agencies.flatMap { agency in
                    ["asked", "settled"].compactMap { what in
                        compare(
                            .counters, region, agency: agency, line: "verification.checks.\(agency).\(what)",
                            self["verification.checks.\(agency).\(what)", region],
                            self["rows.checks.\(agency).\(what)", region])
                    }
                }
        }
    }

    /// The agencies that have ever been asked.
    private var agencyNames: [String] { names(between: "verification.checks.", and: ".asked") }

    private func applications(_ region: String) -> [AuditDifference] {
        let accepted = self["intake.accepted", region]
        let seen = self["verification.seen", region]
        let closed = self["verification.closed", region]
        return [
            compare(.accepted, region, accepted, self["rows.inTransit", region] + seen),
            compare(.seen, region, seen, self["rows.open", region] + closed),
            compare(.intake, region, accepted, self["rows.intake.open", region] + self["intake.closed", region]),
            compare(
                .archive, region, closed,
                self["archiving.archived", region] + self["rows.archiving.onTheWay", region]),
        ].compactMap(\.self)
    }

    private func consumers(_ region: String) -> [AuditDifference] {
        names(between: "", and: ".received").compactMap { name in
            // The counter's name begins with the service's, then comes the consumer's.
            let consumer = String(name.drop { $0 != "." }.dropFirst())
            return compare(
                .consumer, region, line: consumer, self["\(name).received", region],
                self["\(name).done", region] + self["rows.deferred.\(consumer)", region]
                    + self["rows.parked.\(consumer)", region])
        }
    }

    private func agencies(_ region: String) -> [AuditDifference] {
        agencyNames.compactMap { agency in
            compare(
                .agency, region, agency: agency, self["verification.checks.\(agency).asked", region],
                self["rows.checks.\(agency).open", region] + self["verification.checks.\(agency).settled", region])
        }
    }

    private func compare(
        _ equation: Equation, _ region: String, agency: String? = nil, line: String? = nil, _ expected: Tally,
        _ actual: Tally
    ) -> AuditDifference? {
        expected == actual
            ? nil
            : AuditDifference(
                equation, region: region, agency: agency, line: line, expected: expected, actual: actual)
    }

    /// The service that a consumer belongs to.
    private static func service(of consumer: String) -> String { String(consumer.prefix { $0 != "." }) }
}
