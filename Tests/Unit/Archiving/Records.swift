import Contracts
import Foundation

@testable import ArchivingService

/// Records for tests.
enum Records {
    static let region = "35.74"

    /// Facts that differ from one another by a number only.
    static func facts(_ number: Int, region: String = region, documents: Int = 1) throws -> RecordFacts {
        let suffix = String(format: "%012d", number)
        func id(_ kind: Int) throws -> UUID {
            guard let uuid = UUID(uuidString: "01900000-0000-7000-800\(kind)-\(suffix)") else { throw Missing() }
            return uuid
        }
        let closedAt = Timestamp(microseconds: 1_773_720_000_250_000 + Int64(number) * 1_000_000)
        return RecordFacts(
            recordID: RecordID(try id(1)), kind: .closure, supplements: nil, note: nil,
            region: try RegionCode(region), submissionID: SubmissionID(try id(2)),
            number: try SubmissionNumber(parsing: numberText), event: try MessageID(try id(3).uuidString.lowercased()),
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 2), state: .issued,
            permitNumber: "503/\(number)/SIP/2026", receivedAt: closedAt.adding(seconds: -86_400), closedAt: closedAt,
            correctionRounds: 1,
            retention: RetentionRow(
                classification: "500.16.7.2", start: .closed, activeYears: 2, inactiveYears: 3, disposition: .destroy,
                basis: "JRA contoh"),
            disposalNotBefore: CivilDate(year: 2031, month: 3, day: 18),
            applicationHash: Array(repeating: 1, count: 32),
            historyHash: Array(repeating: 2, count: 32),
            documents: try (0..<documents).map { index in
                RecordedDocument(
                    reference: DocumentReference(
                        id: DocumentID(try id(4 + index)), kind: try DocumentKind("str"), mediaType: "application/pdf",
                        sizeBytes: 1000, sha256: String(repeating: "ab", count: 32)), status: .kept)
            }, archivedAt: closedAt.adding(seconds: 1))
    }

    /// A whole chain.
    static func chain(_ count: Int, region: String = region) throws -> [ChainLink] {
        var links: [ChainLink] = []
        for number in 1...count {
            links.append(ChainLink(try facts(number, region: region), after: links.last?.head))
        }
        return links
    }

    /// A number with right check characters.
    static let numberText = "3574-03GG5-NS327-4HM3B"

    struct Missing: Error {}
}
