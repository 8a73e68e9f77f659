import Foundation
import Testing

@testable import OperatorCommands

@Suite("Arrivals", .timeLimit(.minutes(1)))
struct ArrivalTests {
    private func times(_ shape: ArrivalShape, rate: Double, duration: Double, seed: UInt64 = 1) -> [Double] {
        ArrivalTimes(shape.intensity(rate: rate, duration: duration), isRandom: shape.isRandom, seed: seed)
            .map { Double($0.nanoseconds) / 1e9 }
    }

    @Test func `a constant rate is exact, to the request and to the nanosecond`() {
        let times = times(.constant, rate: 100, duration: 60)
        #expect(times.count == 6000)
        #expect(times[0] == 0)
        #expect(times.enumerated().allSatisfy { abs($1 - Double($0) / 100) < 1e-8 })
    }

    @Test func `a ramp begins with nothing and sends a quarter in its first half`() {
        let times = times(.ramp, rate: 100, duration: 60)
        #expect(times.count == 3000)
        #expect(abs(times.count { $0 < 30 } - 750) <= 1)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `Poisson arrivals have the rate and the spread of a Poisson process`() {
        let times = times(.poisson, rate: 200, duration: 100)
        // The count has a standard deviation of 141.
        #expect(abs(times.count - 20_000) < 600)
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
        #expect(abs(variance.squareRoot() / mean - 1) < 0.05)
        // Of an exponential distribution e⁻² lie beyond twice the mean.
        let beyond = Double(gaps.count { $0 > 2 * mean }) / Double(gaps.count)
        #expect(abs(beyond - exp(-2)) < 0.01)
    }

    @Test func `equal seeds give equal times, other seeds give others`() {
        let first = times(.poisson, rate: 50, duration: 20, seed: 7)
        #expect(first == times(.poisson, rate: 50, duration: 20, seed: 7))
        #expect(first != times(.poisson, rate: 50, duration: 20, seed: 8))
    }

    @Test func `a spike has twenty times the rate in the middle twentieth`() {
        let times = times(.spike, rate: 100, duration: 100)
        let inside = times.count { $0 >= 47.5 && $0 < 52.5 }
        #expect(abs(inside - 10_000) < 400)
        #expect(abs(times.count - inside - 9500) < 400)
    }

    @Test func `a day is stretched to the run, with its deadline half an hour before 14 o'clock`() {
        let intensity = ArrivalShape.curve(ArrivalShape.day).intensity(rate: 10, duration: 240)
        #expect(intensity.points.last?.seconds == 240)
        #expect(intensity.peak == 200)
        let times = times(.curve(ArrivalShape.day), rate: 10, duration: 240)
        let deadline = times.count { $0 >= 135 && $0 < 140 }
        #expect(abs(deadline - 1000) < 130)
        #expect(abs(Double(times.count) - intensity.total) < 4 * intensity.total.squareRoot())
    }

    @Test func `a recorded curve is read, and what is wrong in it is named`() throws {
        let points = try ArrivalShape.curve("seconds,rate\n0, 0\n10,1\n\n20,0.5\n", named: "c")
        #expect(points.map(\.seconds) == [0, 10, 20])
        #expect(points.map(\.rate) == [0, 1, 0.5])
        for (text, word) in [
            ("0,1\n10,x", "10,x"), ("0,1\n5,1\n4,1", "4"), ("0,0\n1,0", "no curve"), ("0,1", "no curve"),
            ("", "no curve"),
        ] {
            let fault = #expect(throws: LoadFault.self) { try ArrivalShape.curve(text, named: "c") }
            #expect(fault?.description.contains(word) == true, "\(text)")
        }
        #expect(throws: LoadFault.self) { try ArrivalShape("sometimes") }
        #expect(throws: LoadFault.self) { try ArrivalShape("curve:/there/is/no/such/file") }
    }
}
