import Testing

@testable import OperatorCommands

@Suite("Charts", .timeLimit(.minutes(1)))
struct ChartTests {
    @Test func `a linear axis ends at a round step at or above the largest value`() {
        let scale = ChartScale.linear(upTo: 83, unit: .count)
        #expect(scale.ticks.map(\.label) == ["0", "25", "50", "75", "100"])
        #expect(scale.ticks.map(\.position) == [0, 0.25, 0.5, 0.75, 1])
        #expect(ChartScale.linear(upTo: 100, unit: .count).ticks.last?.label == "100")
        #expect(ChartScale.linear(upTo: 0, unit: .count).ticks.count > 1)
    }

    @Test func `memory's axis is round in powers of 1024`() {
        let labels = ChartScale.linear(upTo: 45 * 1_048_576, unit: .bytes).ticks.map(\.label)
        #expect(labels == ["0", "20 MiB", "40 MiB", "60 MiB"])
    }

    @Test func `a time axis ends with the run`() {
        let scale = ChartScale.linear(upTo: 61, unit: .count, steps: 6, isTight: true)
        #expect(scale.position(of: 61) == 1)
        #expect(scale.ticks.last?.label == "60")
    }

    @Test func `a logarithmic axis gives each decade the same room`() {
        let scale = ChartScale.logarithmic(from: 0.12, upTo: 900, unit: .milliseconds)
        #expect(scale.ticks.map(\.label) == ["0.1 ms", "1 ms", "10 ms", "100 ms", "1 s"])
        #expect(abs(scale.position(of: 10) - 0.5) < 1e-9)
        #expect(scale.position(of: 0) == 0)
        #expect(scale.position(of: 1e9) == 1)
    }

    @Test func `a logarithmic axis fits tightly and spans a decade at least`() {
        #expect(
            ChartScale.logarithmic(from: 0.8, upTo: 300, unit: .milliseconds).ticks.map(\.label)
                == ["1 ms", "10 ms", "100 ms"])
        #expect(
            ChartScale.logarithmic(from: 30, upTo: 40, unit: .milliseconds).ticks.map(\.label)
                == ["5 ms", "10 ms", "20 ms", "50 ms"])
        #expect(ChartScale.logarithmic(from: 0, upTo: 0, unit: .milliseconds).ticks.count > 1)
    }

    @Test func `a percentile axis gives each nine the same room`() {
        let scale = ChartScale.percentile(count: 10_000)
        #expect(scale.ticks.map(\.label) == ["0", "50 %", "90 %", "99 %", "99.9 %", "99.99 %"])
        #expect(abs(scale.position(of: 90) - 0.25) < 1e-9)
        #expect(abs(scale.position(of: 99) - 0.5) < 1e-9)
        #expect(scale.position(of: 100) == 1)
    }

    @Test func `a line is broken where values are missing`() {
        let line = ChartLine(
            name: "a", points: [1, 2, 3, 4, 9, 10].map { .init(x: $0, y: 1) })
        let axis = ChartScale.linear(upTo: 10, unit: .count)
        let path = LineChart.path(line, x: axis, y: axis)
        #expect(path.filter { $0 == "M" }.count == 2)
        #expect(path.hasPrefix("M100 900h0L200 900"))
    }

    @Test func `thinning keeps the extremes and bridges no more gaps`() {
        let points = (0..<10_000).map { ChartLine.Point(x: Double($0), y: $0 == 5003 ? 99 : $0 == 7777 ? -5 : 1) }
        let thin = ChartLine(name: "a", points: points).thinned(buckets: 100, upTo: 9999)
        #expect(thin.points.count <= 202)
        #expect(thin.points.contains(.init(x: 5003, y: 99)))
        #expect(thin.points.contains(.init(x: 7777, y: -5)))
        #expect(zip(thin.points, thin.points.dropFirst()).allSatisfy { $0.x < $1.x })
    }

    @Test func `means are of the seconds that end in each part`() {
        let line = ChartLine(name: "a", points: [(1, 10), (2, 20), (3, 30), (6, 60)].map { .init(x: $0.0, y: $0.1) })
        #expect(line.means(parts: 3, upTo: 6) == [15, 30, 60])
        #expect(line.means(parts: 2, upTo: 6) == [20, 60])
        #expect(ChartLine(name: "b", points: [.init(x: 6, y: 1)]).means(parts: 2, upTo: 6) == [nil, 1])
    }

    @Test(
        arguments: [
            (ReportUnit.milliseconds, 0.4213, "0.421 ms"), (.milliseconds, 4.2, "4.2 ms"),
            (.milliseconds, 812.4, "812 ms"),
            (.milliseconds, 1240, "1.24 s"), (.seconds, 0.05, "50 ms"), (.seconds, 300, "5 min"),
            (.count, 1_234_567, "1,234,567"), (.bytes, 31 * 1_048_576, "31 MiB"), (.bytesPerSecond, 2048, "2 KiB/s"),
            (.percent, 12.5, "12.5 %"), (.perSecond, 49.97, "50/s"),
        ] as [(ReportUnit, Double, String)])
    func `figures are written for people`(unit: ReportUnit, value: Double, text: String) {
        #expect(unit.text(value) == text)
    }
}
