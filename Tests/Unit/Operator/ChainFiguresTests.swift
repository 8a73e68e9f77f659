import Foundation
import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1)))
struct ChainFiguresTests {
    private func run(
        _ peer: String, cases: Double? = nil, rate: Double? = nil, median: Double = 10, p99: Double = 20,
        services: Double = 1, resident: Double = 40, ok: Bool = true
    ) throws -> ChainRun {
        var line = """
            {"peer": "\(peer)", "n": 100, "ok": \(ok), "e2e_p50_ms": \(median), "e2e_p99_ms": \(p99),
            "cpu_ms_per_case": {"services": \(services), "postgres": 0.5, "rabbitmq": 0.4, "client": 0, "other": 0.1},
            "peak_rss_mb": {"intake": \(resident), "archiving": 10}
            """
        if let cases { line += ", \"cases_per_s\": \(cases), \"accepted_per_s\": \(cases * 2)" }
        if let rate { line += ", \"rate\": \(rate)" }
        return try JSONDecoder().decode(ChainRun.self, from: Data((line + "}").utf8))
    }

    @Test func `medians are compared, more where more is better and less where less is`() throws {
        let figures = ChainFigures(runs: [
            try run("floor", cases: 3000), try run("floor", cases: 1000), try run("floor", cases: 2000),
            try run("go", cases: 500, services: 1.2), try run("chain", cases: 1000, services: 0.6, resident: 80),
            try run("floor", rate: 40, median: 8), try run("chain", rate: 40, median: 25),
            try run("go", rate: 200, p99: 300), try run("chain", rate: 200, p99: 100),
        ])
        let rows = Dictionary(uniqueKeysWithValues: figures.rows.map { ($0.name, $0) })
        #expect(rows["cases, closed loop, against floor"]?.ratio == 0.5)
        #expect(rows["cases, closed loop, against floor"]?.isReached == true)
        #expect(rows["cases, closed loop, against go"]?.ratio == 2)
        #expect(rows["CPU of the services, against 1.0 × go"]?.ratio == 2)
        #expect(rows["p99 at 200/s, against 0.5 × go"]?.ratio == 1.5)
        #expect(rows["p50 at 40/s, against 2.5 × floor"]?.ratio == 0.8)
        #expect(rows["p50 at 40/s, against 2.5 × floor"]?.isReached == false)
        #expect(rows["largest service, resident"]?.ratio == 0.8)
        #expect(rows["cases, closed loop, against celery"] == nil)
        #expect(figures.peers == ["floor", "go", "chain"])
    }

    @Test func `what did not run to the end is named`() throws {
        let figures = ChainFigures(runs: [
            try run("go", cases: 1), try run("chain", cases: 1), try run("chain", rate: 40),
        ])
        #expect(figures.missing(of: ["go", "floor"], rounds: 1) == ["floor", "chain at 200/s"])
        #expect(figures.missing(of: ["go"], rounds: 2) == ["go", "chain", "chain at 40/s", "chain at 200/s"])
    }

    @Test func `a run that lost something is named`() throws {
        let figures = ChainFigures(runs: [try run("go", cases: 1), try run("chain", cases: 1, ok: false)])
        #expect(figures.faulty.map(\.peer) == ["chain"])
    }
}
