/// The runs of all peers, and how ours compare.
struct ChainFigures: Sendable {
    /// The name under which the suite itself runs.
    static let own = "chain"
    /// The rates of the open loops.
    static let (slow, fast) = (40.0, 200.0)
    /// The largest resident size that a service may have.
    static let residentLimitMegabytes = 64.0

    /// The runs, in any order.
    let runs: [ChainRun]

    /// The peers in the order of their first runs.
    var peers: [String] {
        runs.reduce(into: []) { if !$0.contains($1.peer) { $0.append($1.peer) } }
    }

    /// The runs in which something was lost or doubled.
    var faulty: [ChainRun] { runs.filter { !$0.ok } }

    /// What has fewer runs than it should: each peer in the closed loop, and the suite in the open loops too.
    func missing(of peers: [String], rounds: Int) -> [String] {
        func count(_ peer: String, _ rate: Double?) -> Int { runs.count { $0.peer == peer && $0.rate == rate } }
        let wanted = (peers + [Self.own]).map { ($0, nil as Double?) } + [(Self.own, Self.slow), (Self.own, Self.fast)]
        return wanted.filter { count($0, $1) < rounds }.map { peer, rate in
            "\(peer)\(rate.map { " at \(Int($0))/s" } ?? "")"
        }
    }

    /// The median of a figure over a peer's runs; nil when there is none.
    func median(_ peer: String, rate: Double? = nil, _ figure: (ChainRun) -> Double?) -> Double? {
        let figures = runs.filter { $0.peer == peer && $0.rate == rate }.compactMap(figure)
        return figures.isEmpty ? nil : OperatorCommands.median(figures)
    }

    /// What is asked of the suite, as far as the peers it is compared with have run.
    var rows: [BenchRow] {
        var rows: [BenchRow] = []
        func more(_ name: String, than peer: String, atLeast: Double, unit: String, _ figure: (ChainRun) -> Double?) {
            guard let ours = median(Self.own, figure), let theirs = median(peer, figure), theirs > 0 else { return }
            rows.append(
                BenchRow(
                    name: "\(name), against \(peer)", ratio: ours / theirs, atLeast: atLeast, ours: ours,
                    theirs: theirs,
                    unit: unit))
        }
        // For what should be small the limit is divided by what was measured.
        func less(
            _ name: String, than peer: String, atMost: Double, rate: Double? = nil, unit: String,
            _ figure: (ChainRun) -> Double?
        ) {
            guard let ours = median(Self.own, rate: rate, figure), let theirs = median(peer, rate: rate, figure),
                ours > 0
            else { return }
            rows.append(
                BenchRow(
                    name: "\(name), against \(atMost) × \(peer)", ratio: theirs * atMost / ours, atLeast: 1, ours: ours,
                    theirs: theirs, unit: unit))
        }
        for (peer, ratio) in [("floor", 0.35), ("go", 1.8), ("faststream", 9), ("celery", 12)] {
            more("cases, closed loop", than: peer, atLeast: ratio, unit: "cases/s") { $0.casesPerSecond }
        }
        less("CPU of the services", than: "go", atMost: 1, unit: "ms a case") { $0.cost.services }
        less("p99 at 200/s", than: "go", atMost: 0.5, rate: Self.fast, unit: "ms") { $0.percentile99 }
        less("p50 at 40/s", than: "floor", atMost: 2.5, rate: Self.slow, unit: "ms") { $0.median }
        if let largest = median(Self.own, { $0.peakMegabytes.values.max() }) {
            rows.append(
                BenchRow(
                    name: "largest service, resident", ratio: Self.residentLimitMegabytes / largest, atLeast: 1,
                    ours: largest, theirs: Self.residentLimitMegabytes, unit: "MB"))
        }
        return rows
    }

    /// One line a peer for people: rates, delays, and where the CPU goes.
    var table: (header: [String], rows: [[String]]) {
        func text(_ value: Double?) -> String { value.map(BenchRow.figure) ?? "-" }
        let rows = peers.map { peer in
            [
                peer, text(median(peer) { $0.casesPerSecond }), text(median(peer) { $0.acceptedPerSecond }),
                text(median(peer) { $0.cost.services }), text(median(peer) { $0.cost.postgres }),
                text(median(peer) { $0.cost.rabbitmq }), text(median(peer) { $0.peakMegabytes.values.reduce(0, +) }),
                text(median(peer, rate: Self.slow) { $0.median }),
                text(median(peer, rate: Self.slow) { $0.percentile99 }),
                text(median(peer, rate: Self.fast) { $0.median }),
                text(median(peer, rate: Self.fast) { $0.percentile99 }),
            ]
        }
        return (
            [
                "peer", "cases/s", "accepted/s", "services ms", "postgres ms", "rabbitmq ms", "resident MB",
                "p50@40 ms",
                "p99@40 ms", "p50@200 ms", "p99@200 ms",
            ], rows
        )
    }
}
