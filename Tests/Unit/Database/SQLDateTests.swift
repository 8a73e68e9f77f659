import Testing

@testable import Database

@Suite("Calendar days", .timeLimit(.minutes(1)))
struct SQLDateTests {
    @Test(arguments: [
        ("2000-01-01", 0), ("1999-12-31", -1), ("2000-02-29", 59), ("2000-03-01", 60), ("2026-03-17", 9_572),
        ("1970-01-01", -10_957), ("0001-01-01", -730_119), ("9999-12-31", 2_921_939), ("1900-03-01", -36_465),
    ])
    func `a day has PostgreSQL's number and reads as it is written`(text: String, number: Int32) throws {
        let date = try #require(SQLDate(iso8601: text))
        #expect(date.daysSince2000 == number)
        #expect(date.description == text)
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-1-1", "2026-1-01", "2026-01-01 ",
        "+026-01-01", "", "--", "2026-01-0١",
    ])
    func `what is no day is refused`(text: String) {
        #expect(SQLDate(iso8601: text) == nil)
    }

    @Test
    func `every day of four centuries comes back from its parts`() {
        for number in Int32(-40_000)..<110_000 {
            let (year, month, day) = SQLDate(daysSince2000: number).components
            #expect(SQLDate(year: year, month: month, day: day)?.daysSince2000 == number)
        }
    }

    @Test
    func `the infinities are beyond every day`() {
        #expect(SQLDate.infinity > SQLDate(daysSince2000: 2_921_939))
        #expect(SQLDate.negativeInfinity.description == "-infinity")
    }
}
