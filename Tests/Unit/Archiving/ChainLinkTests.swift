import Contracts
import Testing

@testable import ArchivingService

@Suite(.timeLimit(.minutes(1))) struct ChainLinkTests {
    @Test func `the canonical form is the documented one, byte by byte`() throws {
        let link = ChainLink(try Records.facts(1), after: nil)
        #expect(
            String(decoding: link.canonicalForm.bytes, as: UTF8.self) == """
                mpp-record-1
                region:4:3574
                chain-index:1:1
                previous-hash:-
                record-id:36:01900000-0000-7000-8001-000000000001
                kind:7:closure
                supplements:-
                note:-
                submission-id:36:01900000-0000-7000-8002-000000000001
                number:22:3574-03GG5-NS327-4HM3B
                event:36:01900000-0000-7000-8003-000000000001
                service:10:sip-dokter
                service-version:1:2
                state:6:issued
                permit-number:14:503/1/SIP/2026
                received-at:23:2026-03-16T04:00:01.25Z
                closed-at:23:2026-03-17T04:00:01.25Z
                correction-rounds:1:1
                retention-classification:10:500.16.7.2
                retention-start:6:closed
                retention-active-years:1:2
                retention-inactive-years:1:3
                retention-disposition:7:destroy
                retention-basis:10:JRA contoh
                disposal-not-before:10:2031-03-18
                application-sha256:64:0101010101010101010101010101010101010101010101010101010101010101
                history-sha256:64:0202020202020202020202020202020202020202020202020202020202020202
                archived-at:23:2026-03-17T04:00:02.25Z
                documents:1:1
                document-id:36:01900000-0000-7000-8004-000000000001
                document-kind:3:str
                document-media-type:15:application/pdf
                document-size-bytes:4:1000
                document-sha256:64:abababababababababababababababababababababababababababababababab
                document-status:4:kept

                """)
    }

    @Test func `the hash is the one that another program computes from the documented form`() throws {
        // Computed with Python's hashlib over the text of the test above.
        let hash = "398474f2a2db225992dd272d5c411eb88054c3b58fdc69675ca02cb0ce06f178"
        #expect(Hexadecimal.text(ChainLink(try Records.facts(1), after: nil).hash) == hash)
    }

    @Test func `a link follows the head and takes its hash`() throws {
        let chain = try Records.chain(3)
        #expect(chain.map(\.chainIndex) == [1, 2, 3])
        #expect(chain[0].previousHash == nil)
        #expect(chain[1].previousHash == chain[0].hash)
        #expect(chain[2].previousHash == chain[1].hash)
        #expect(chain.allSatisfy { $0.computedHash == $0.hash })
    }

    @Test func `every stated fact is in the hash`() throws {
        let facts = try Records.facts(1)
        let other = try Records.facts(2)
        let changes: [(String, (inout RecordFacts) throws -> Void)] = [
            ("record", { $0.recordID = other.recordID }),
            ("kind", { $0.kind = .supplement }),
            ("supplements", { $0.supplements = other.recordID }),
            ("note", { $0.note = "x" }),
            ("region", { $0.region = try RegionCode("3573") }),
            ("submission", { $0.submissionID = other.submissionID }),
            ("number", { $0.number = .make(region: $0.region) }),
            ("event", { $0.event = other.event }),
            ("service", { $0.service.code = try ServiceCode("sip-bidan") }),
            ("version", { $0.service.version = 3 }),
            ("state", { $0.state = .refused }),
            ("permit", { $0.permitNumber = nil }),
            ("received", { $0.receivedAt = $0.receivedAt.adding(seconds: 1) }),
            ("closed", { $0.closedAt = Timestamp(microseconds: $0.closedAt.microseconds + 1) }),
            ("rounds", { $0.correctionRounds = 0 }),
            ("classification", { $0.retention.classification = "x" }),
            ("start", { $0.retention.start = .permitExpired }),
            ("active", { $0.retention.activeYears = 9 }),
            ("inactive", { $0.retention.inactiveYears = 9 }),
            ("disposition", { $0.retention.disposition = .permanent }),
            ("basis", { $0.retention.basis = "x" }),
            ("disposal", { $0.disposalNotBefore = nil }),
            ("application", { $0.applicationHash?[31] = 9 }),
            ("history", { $0.historyHash?[0] = 9 }),
            ("archived", { $0.archivedAt = $0.archivedAt.adding(seconds: 1) }),
            ("no documents", { $0.documents = [] }),
            ("document", { $0.documents[0].reference.id = .make() }),
            ("document kind", { $0.documents[0].reference.kind = try DocumentKind("foto") }),
            ("document type", { $0.documents[0].reference.mediaType = "image/png" }),
            ("document size", { $0.documents[0].reference.sizeBytes = 1001 }),
            ("document hash", { $0.documents[0].reference.sha256 = String(repeating: "cd", count: 32) }),
            ("document status", { $0.documents[0].status = .missing }),
        ]
        var hashes: Set<[UInt8]> = [ChainLink(facts, after: nil).hash]
        for (name, change) in changes {
            var changed = facts
            try change(&changed)
            #expect(hashes.insert(ChainLink(changed, after: nil).hash).inserted, "\(name)")
        }
        let head = ChainHead(chainIndex: 1, hash: facts.applicationHash ?? [])
        #expect(hashes.insert(ChainLink(facts, after: head).hash).inserted, "the place")
    }

    @Test func `a value cannot pass for another field`() {
        var one = CanonicalForm(title: "t")
        one.add("a", "x\nb:1:y")
        var two = CanonicalForm(title: "t")
        two.add("a", "x")
        two.add("b", "y")
        #expect(one != two)
        var absent = CanonicalForm(title: "t")
        absent.add("a", nil)
        var dash = CanonicalForm(title: "t")
        dash.add("a", "-")
        #expect(absent != dash)
    }

    @Test func `hexadecimal is read and written`() {
        #expect(Hexadecimal.text([0, 15, 16, 255]) == "000f10ff")
        #expect(Hexadecimal.bytes("000f10FF") == [0, 15, 16, 255])
        #expect(Hexadecimal.bytes("0") == nil)
        #expect(Hexadecimal.bytes("0g") == nil)
    }
}
