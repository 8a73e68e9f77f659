import Contracts
import Testing

@testable import ArchivingService

@Suite(.timeLimit(.minutes(1))) struct ChainWalkTests {
    /// Walks links in the order of their places and tells the first fault.
    private func walk(_ links: [ChainLink], told: ChainHead?) throws -> ChainFault? {
        var walk = ChainWalk(region: try RegionCode(Records.region))
        for link in links.sorted(by: { $0.chainIndex < $1.chainIndex }) {
            if let fault = walk.on(link) { return fault }
        }
        return walk.end(told: told)
    }

    private func fault(_ links: [ChainLink], told: ChainHead?) throws -> String? {
        try walk(links, told: told).map { "\($0.chainIndex) \($0.code)" }
    }

    @Test func `an intact chain has no fault`() throws {
        let chain = try Records.chain(5)
        #expect(try walk(chain, told: chain[4].head) == nil)
        #expect(try walk([], told: nil) == nil)
    }

    @Test(arguments: 0..<5) func `a tampered record is named`(_ index: Int) throws {
        let told = try Records.chain(5)[4].head
        var chain = try Records.chain(5)
        chain[index].facts.permitNumber = "forged"
        #expect(try fault(chain, told: told) == "\(index + 1) altered-record")
        #expect(try walk(chain, told: told)?.recordID == chain[index].facts.recordID)
    }

    @Test(arguments: 0..<4) func `a tampered record with a hash that fits breaks the link behind it`(
        _ index: Int
    ) throws {
        let told = try Records.chain(5)[4].head
        var chain = try Records.chain(5)
        chain[index].facts.permitNumber = "forged"
        chain[index].hash = chain[index].computedHash
        #expect(try fault(chain, told: told) == "\(index + 2) broken-link")
    }

    @Test func `a tampered last record with a hash that fits differs from the head that was told`() throws {
        let told = try Records.chain(5)[4].head
        var chain = try Records.chain(5)
        chain[4].facts.permitNumber = "forged"
        chain[4].hash = chain[4].computedHash
        #expect(try fault(chain, told: told) == "5 altered-head")
    }

    @Test(arguments: 0..<4) func `a missing record is named by its place`(_ index: Int) throws {
        var chain = try Records.chain(5)
        let told = chain[4].head
        chain.remove(at: index)
        #expect(try fault(chain, told: told) == "\(index + 1) missing-record")
    }

    @Test func `a chain whose end is cut off is noticed`() throws {
        let chain = try Records.chain(5)
        #expect(try fault(Array(chain[..<3]), told: chain[4].head) == "4 shortened-chain")
        #expect(try fault([], told: chain[4].head) == "1 shortened-chain")
        #expect(try fault(chain, told: nil) == "5 altered-head")
    }

    @Test func `two swapped records are noticed at the first of them`() throws {
        var chain = try Records.chain(5)
        let told = chain[4].head
        (chain[1].chainIndex, chain[3].chainIndex) = (chain[3].chainIndex, chain[1].chainIndex)
        #expect(try fault(chain, told: told) == "2 altered-record")
    }

    @Test func `two swapped contents are noticed at the first of them`() throws {
        var chain = try Records.chain(5)
        let told = chain[4].head
        (chain[1].facts, chain[3].facts) = (chain[3].facts, chain[1].facts)
        #expect(try fault(chain, told: told) == "2 altered-record")
    }

    @Test func `a record of another region is not accepted`() throws {
        let told = try Records.chain(2)[1].head
        var chain = try Records.chain(2)
        chain[1] = ChainLink(try Records.facts(2, region: "3573"), after: chain[0].head)
        #expect(try fault(chain, told: told) == "2 altered-record")
    }

    @Test func `a chain that was written anew from a point on differs from the head`() throws {
        let original = try Records.chain(5)
        var forged = Array(original[..<2])
        for number in 3...5 {
            var facts = try Records.facts(number)
            facts.state = .refused
            forged.append(ChainLink(facts, after: forged.last?.head))
        }
        #expect(try fault(forged, told: original[4].head) == "5 altered-head")
    }

    @Test func `a fault names region, place, record and document on one line`() throws {
        let document = DocumentID.make()
        let record = RecordID.make()
        let fault = ChainFault(
            region: try RegionCode("3574"), chainIndex: 7, recordID: record, what: .alteredDocument(document))
        #expect(fault.description == "region 35.74, record 7 (\(record)): altered-document \(document)")
    }
}
