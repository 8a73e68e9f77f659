import Contracts
import Testing

@testable import OperatorCommands

@Suite("The mix of a run", .timeLimit(.minutes(1)))
struct LoadMixTests {
    private static func regions() throws -> WeightedRegions {
        try WeightedRegions(
            RegionFile.parse(
                """
                code,name,population,time_zone
                35.74,Kota Probolinggo,300000,Asia/Jakarta
                33.23,Temanggung,900000,Asia/Jakarta
                33.24,Nobody,0,Asia/Jakarta
                """), named: "test")
    }

    private static func draws(_ count: Int, _ mix: LoadMix = LoadMix(), seed: UInt64 = 3) throws -> [RequestDraw] {
        let regions = try regions()
        return (0..<count).map { RequestDraw(index: $0, seed: seed, mix: mix, regions: regions) }
    }

    @Test func `kinds, outcomes and regions have their shares`() throws {
        let draws = try Self.draws(200_000)
        func share(_ isOne: (RequestDraw) -> Bool) -> Double { Double(draws.count(where: isOne)) / Double(draws.count) }
        #expect(abs(share { $0.kind == .status } - 0.92) < 0.003)
        #expect(abs(share { $0.kind == .submit } - 0.08 * 0.955) < 0.003)
        #expect(abs(share { $0.kind == .duplicate } - 0.08 * 0.03) < 0.0006)
        #expect(abs(share { $0.kind == .sameContent } - 0.08 * 0.01) < 0.0004)
        #expect(abs(share { $0.kind == .malformed } - 0.08 * 0.005) < 0.0003)
        #expect(abs(share { $0.outcome == .corrected } - 0.5) < 0.006)
        #expect(abs(share { $0.outcome == .refused } - 0.3) < 0.006)
        #expect(abs(share { $0.region.digits == "3323" } - 0.75) < 0.006)
        #expect(!draws.contains { $0.region.digits == "3324" })
        #expect(!draws.contains { $0.kind == .document || $0.kind == .correction })
    }

    @Test func `a request is drawn from the seed and its number alone`() throws {
        let draws = try Self.draws(1000)
        #expect(draws == (try Self.draws(1000)))
        #expect(draws != (try Self.draws(1000, seed: 4)))
        // One drawn alone is the one that was drawn among the others.
        let alone = RequestDraw(index: 617, seed: 3, mix: LoadMix(), regions: try Self.regions())
        #expect(alone == draws[617])
    }

    @Test func `no reads means applications only`() throws {
        var mix = LoadMix()
        mix.reads = 0
        #expect(try Self.draws(2000, mix).contains { $0.kind == .status } == false)
        #expect(abs(mix.submitShare - 0.955) < 1e-9)
    }

    @Test func `the told mix reads back as the same mix`() throws {
        var mix = try LoadMix(
            JSONValue(
                json: Array(#"{"duplicates": 0.5, "outcomes": {"issued": 1}, "documentKilobytes": [1, 2.5]}"#.utf8)),
            named: "test")
        mix.service = "sip-dokter"
        #expect(mix.outcomes == [.issued: 1])
        let again = try LoadMix(JSONValue(json: Array(mix.told.utf8)), named: "again")
        #expect(again.duplicates == mix.duplicates)
        #expect(again.documentKilobytes == mix.documentKilobytes)
        #expect(again.service == mix.service)
        #expect(again.outcomes.filter { $0.value > 0 } == mix.outcomes)
    }

    @Test(arguments: [
        (#"{"duplicate": 1}"#, "duplicate "), (#"{"reads": -1}"#, "reads"), (#"{"malformed": "x"}"#, "malformed"),
        (#"{"duplicates": 0.6, "sameContent": 0.4}"#, "no room"), (#"{"outcomes": {"lost": 1}}"#, "lost"),
        (#"{"outcomes": {"issued": 0}}"#, "outcomes"), (#"{"documentKilobytes": [5, 1]}"#, "documentKilobytes"),
        (#"{"service": 5}"#, "service"), ("[]", "object"),
    ])
    func `a wrong mix is refused, naming the member`(_ text: String, _ word: String) throws {
        let value = try JSONValue(json: Array(text.utf8))
        let fault = #expect(throws: LoadFault.self) { try LoadMix(value, named: "mix") }
        #expect(fault?.description.contains(word) == true)
    }

    @Test func `the shares of several generators are the whole run, once`() throws {
        for count in [1, 2, 3, 7] {
            let owners = (0..<1000).map { index in
                (1...count).filter { LoadShare(place: $0, count: count).includes(index) }
            }
            #expect(owners.allSatisfy { $0.count == 1 })
        }
        #expect(try LoadShare("2/3") == LoadShare(place: 2, count: 3))
        for text in ["0/3", "4/3", "1", "a/b", "1/2/3", "1/", "-1/2"] {
            #expect(throws: LoadFault.self) { try LoadShare(text) }
        }
    }

    @Test func `applications come early by the time of their documents, in the order of their dues`() throws {
        var mix = LoadMix()
        mix.reads = 1
        let plan = LoadPlan(
            rate: 50, duration: 10, arrivalName: "poisson", regionsFile: "test", arrival: .poisson, mix: mix,
            regions: try Self.regions(), seed: 5, share: LoadShare(place: 2, count: 2), startAt: nil, thresholds: [],
            inFlight: 10, drain: 1)
        var found: [Int] = []
        for isApplication in [true, false] {
            var upcoming = Upcoming(plan, isApplication: isApplication)
            var last = Int64.min
            while let item = upcoming.take() {
                found.append(item.index)
                #expect(item.due >= last)
                #expect((item.draw.kind == .submit) == isApplication)
                #expect(item.nanoseconds - item.due == (isApplication ? LoadGenerator.lead : 0))
                last = item.due
            }
        }
        #expect(found.sorted() == plan.arrivals.map(\.index).filter { $0 % 2 == 1 })
    }
}
