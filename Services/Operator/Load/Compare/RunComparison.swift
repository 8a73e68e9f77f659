/// Two runs side by side.
struct RunComparison: Sendable {
    /// Options of a plan that change nothing of what is measured.
    private static let indifferent: Set = [
        "seed", "require", "output", "keep", "json", "quiet", "report", "name", "run", "no-audit", "audit",
    ]

    /// Why their figures say nothing about one another; empty when they do.
    let obstacles: [String]
    /// Differences that a reader should know.
    let remarks: [String]
    /// The figures that at least one of them has.
    let figures: [ComparedFigure]

    /// Compares two results.
    init(_ first: LoadResult, _ second: LoadResult) {
        obstacles =
            Self.plan(first.run, second.run) + Self.machine(first.run, second.run) + Self.soundness(first, second)
        remarks = Self.remarks(first.run, second.run)
        let (left, right) = (RunFigures(first).all, RunFigures(second).all)
        let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
        figures = names.compactMap { name in
            let (one, other) = (left.first { $0.name == name }, right.first { $0.name == name })
            guard let kind = one ?? other else { return nil }
            return ComparedFigure(
                name: name, unit: kind.unit, direction: kind.direction, first: one?.value, second: other?.value)
        }
    }

    // MARK: What must agree

    private static func plan(_ first: RunFacts, _ second: RunFacts) -> [String] {
        let options = Set(first.plan.keys).union(second.plan.keys).subtracting(indifferent)
        return options.sorted().compactMap { differing("--\($0)", first.plan[$0], second.plan[$0]) }
            + [differing("generators", String(first.generators), String(second.generators))].compactMap { $0 }
    }

    private static func machine(_ first: RunFacts, _ second: RunFacts) -> [String] {
        // A reboot may leave a little more or less of the memory to the kernel.
        let bytes = Double(first.machine.memoryBytes)
        let isOtherMemory = abs(Double(second.machine.memoryBytes) - bytes) > bytes / 50
        return [
            differing("cores", String(first.machine.cores), String(second.machine.cores)),
            differing("processor", first.machine.cpuModel, second.machine.cpuModel),
            isOtherMemory
                ? differing(
                    "memory", ReportUnit.bytes.text(bytes), ReportUnit.bytes.text(Double(second.machine.memoryBytes)))
                : nil,
        ].compactMap { $0 }
    }

    private static func soundness(_ first: LoadResult, _ second: LoadResult) -> [String] {
        [("first", first), ("second", second)].flatMap { name, result in
            [
                result.run.interrupted ? "the \(name) run was interrupted" : nil,
                result.schedule.keptSchedule ? nil : "the generator of the \(name) run did not keep its schedule",
            ].compactMap { $0 }
        }
    }

    private static func remarks(_ first: RunFacts, _ second: RunFacts) -> [String] {
        let servers = Set(first.serverVersions.keys).union(second.serverVersions.keys).sorted()
        return [
            differing("tool", first.toolVersion, second.toolVersion),
            differing("kernel", first.machine.kernel, second.machine.kernel),
            differing("seed", String(first.seed), String(second.seed)),
        ].compactMap { $0 } + servers.compactMap { differing($0, first.serverVersions[$0], second.serverVersions[$0]) }
    }

    private static func differing(_ name: String, _ first: String?, _ second: String?) -> String? {
        first == second ? nil : "\(name): \(first ?? "not given") and \(second ?? "not given")"
    }
}
