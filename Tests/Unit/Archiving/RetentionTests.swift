import Contracts
import Testing

@testable import ArchivingService

@Suite(.timeLimit(.minutes(1))) struct RetentionTests {
    private func day(
        _ closedAt: String, start: RetentionRow.Start = .closed, active: Int = 2, inactive: Int = 3,
        disposition: RetentionRow.Disposition = .destroy
    ) throws -> String? {
        let row = RetentionRow(
            classification: "500", start: start, activeYears: active, inactiveYears: inactive,
            disposition: disposition, basis: "JRA")
        return row.disposalNotBefore(closedAt: try #require(Timestamp(rfc3339: closedAt)))?.description
    }

    @Test func `both periods follow one another, from the day after closing in UTC`() throws {
        #expect(try day("2026-03-17T04:30:00Z") == "2031-03-18")
        #expect(try day("2026-12-31T23:59:59Z") == "2032-01-01")
        #expect(try day("2026-03-17T04:30:00Z", active: 0, inactive: 0) == "2026-03-18")
    }

    @Test func `it is never earlier than the local day in the easternmost zone`() throws {
        // 1 January 2027 in Jayapura already.
        #expect(try day("2026-12-31T15:30:00Z", active: 1, inactive: 0) == "2028-01-01")
    }

    @Test func `the leap day ends in the first of March`() throws {
        #expect(try day("2028-02-28T12:00:00Z", active: 1, inactive: 0) == "2029-03-01")
        #expect(try day("2028-02-28T12:00:00Z", active: 4, inactive: 0) == "2032-02-29")
    }

    @Test func `what is permanent, or counts from an end that is not known, has no day`() throws {
        #expect(try day("2026-03-17T04:30:00Z", disposition: .permanent) == nil)
        #expect(try day("2026-03-17T04:30:00Z", start: .permitExpired) == nil)
        #expect(try day("2026-03-17T04:30:00Z", disposition: .review) == "2031-03-18")
    }
}
