import Contracts
import Foundation
import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1)))
struct BenchTests {
    @Test(
        arguments: [
            ([3], 3), ([3, 1], 2), ([5, 1, 3], 3), ([1, 100, 2, 3], 2.5), ([2, 2, 2, 900, 2], 2), ([], 0),
        ] as [([Double], Double)])
    func `the median is the middle, whatever the order`(figures: [Double], middle: Double) {
        #expect(median(figures) == middle)
        #expect(median(figures.reversed()) == middle)
    }

    private func row(ratio: Double, atLeast: Double) -> BenchRow {
        BenchRow(
            name: "consume and ack, prefetch 300", ratio: ratio, atLeast: atLeast, ours: 900, theirs: 1000,
            unit: "messages/s")
    }

    @Test func `a row is reached at its ratio and falls short below it`() {
        #expect(row(ratio: 0.75, atLeast: 0.75).isReached)
        #expect(row(ratio: 1.2, atLeast: 0.75).isReached)
        #expect(!row(ratio: 0.7499, atLeast: 0.75).isReached)
        #expect(!row(ratio: .nan, atLeast: 0.75).isReached)
    }

    @Test func `a row's JSON has the promised members`() throws {
        let row = try JSONValue(json: Array(JSONEncoder().encode(row(ratio: 0.9, atLeast: 0.75))))
        #expect(row["name"]?.string == "consume and ack, prefetch 300")
        #expect(row["ratio"] == .number(0.9))
        #expect(row["atLeast"] == .number(0.75))
        #expect(Set(row.object?.keys.map { $0 } ?? []) == ["name", "ratio", "atLeast", "ours", "theirs", "unit"])
    }
}
