import Foundation
import Testing

@testable import Simulation

@Suite(.timeLimit(.minutes(1))) struct LatencyDistributionTests {
    @Test(arguments: [
        (LatencyDistribution.Shape.constant, 20.0, 20.0), (.uniform, 20, 39), (.uniform, 20, 25),
        (.exponential, 20, 132), (.exponential, 20, 60), (.lognormal, 20, 200), (.lognormal, 20, 20),
        (.lognormal, 0, 0),
    ])
    func `median and 99th percentile are those of the profile`(
        _ shape: LatencyDistribution.Shape, _ median: Double, _ p99: Double
    ) throws {
        let distribution = try LatencyDistribution(shape, median: median, p99: p99)
        #expect(abs(distribution.quantile(0.5) - median) <= 0.01 * median)
        #expect(abs(distribution.quantile(0.99) - p99) <= 0.01 * p99)
    }

    @Test(arguments: [LatencyDistribution.Shape.uniform, .exponential, .lognormal])
    func `twenty thousand draws have the profile's percentiles`(_ shape: LatencyDistribution.Shape) throws {
        let p99: Double = shape == .uniform ? 90 : 250
        let distribution = try LatencyDistribution(shape, median: 50, p99: p99)
        let values = (0..<20_000).map { index in
            distribution.quantile(SimulationDraws(seed: 7, key: "check-\(index)", attempt: 1).number(for: .latency))
        }.sorted()
        #expect(abs(values[10_000] - 50) < 2.5)
        #expect(abs(values[19_800] - p99) < 0.1 * p99)
        #expect(values[0] >= 0)
    }

    @Test func `without a 99th percentile each shape has its own`() throws {
        #expect(try LatencyDistribution(.constant, median: 20, p99: nil).p99 == 20)
        #expect(try LatencyDistribution(.uniform, median: 20, p99: nil).quantile(0) == 0)
        let exponential = try LatencyDistribution(.exponential, median: 20, p99: nil)
        #expect(abs(exponential.quantile(1 - exp(-1)) - 20 / log(2)) < 0.001)
        #expect(try LatencyDistribution(.lognormal, median: 20, p99: nil).p99 == 60)
    }

    @Test(arguments: [
        (LatencyDistribution.Shape.constant, 20.0, 21.0), (.uniform, 20, 40), (.uniform, 20, 19),
        (.exponential, 20, 134), (.exponential, 20, 10), (.lognormal, 20, 19), (.lognormal, 20, 700_000),
    ])
    func `a 99th percentile that the shape cannot have is refused`(
        _ shape: LatencyDistribution.Shape, _ median: Double, _ p99: Double
    ) {
        let fault = #expect(throws: ProfileFault.self) {
            try LatencyDistribution(shape, median: median, p99: p99)
        }
        #expect(fault?.word == "latency.p99Milliseconds")
    }

    @Test func `the normal quantile is right to six digits`() {
        for (fraction, value) in [(0.5, 0.0), (0.99, 2.326348), (0.999, 3.090232), (0.01, -2.326348), (0.8, 0.841621)] {
            #expect(abs(LatencyDistribution.normal(fraction) - value) < 1e-6)
        }
    }
}
