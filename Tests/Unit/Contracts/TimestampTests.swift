import Contracts
import Testing

@Suite("Timestamp", .timeLimit(.minutes(1)))
struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-17T04:30:00.25Z", 1_773_721_800_250_000),
        ("2026-03-17T11:30:00.250+07:00", 1_773_721_800_250_000), ("1969-12-31T23:59:59.999999Z", -1),
        ("2000-02-29T23:59:60Z", 951_868_800_000_000), ("2026-03-17t04:30:00.2500009z", 1_773_721_800_250_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ("2026-01-01T00:30:00-00:30", 1_767_229_200_000_000),
    ]) func `RFC 3339 is read to the microsecond`(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-03-17", "2026-03-17T04:30:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-03-17T24:00:00Z", "2026-03-17T04:60:00Z", "2026-03-17T04:30:61Z", "2026-03-17T04:30:00.Z",
        "2026-03-17 04:30:00Z", "2026-03-17T04:30:00+7:00", "2026-03-17T04:30:00Z ", "2026-03-17T04:30:00ZZ",
        "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "2026-03-17T04:30:00+25:00", "२०२६-03-17T04:30:00Z",
    ]) func `anything else is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `printing and reading give the same instant over the whole range`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let time = Timestamp(
                microseconds: .random(
                    in: Timestamp.earliest.microseconds...Timestamp.latest.microseconds, using: &generator))
            #expect(Timestamp(rfc3339: time.rfc3339) == time)
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"), (100_000, "1970-01-01T00:00:00.1Z"),
        (1_773_721_800_000_010, "2026-03-17T04:30:00.00001Z"),
    ]) func `the fraction has as many digits as it needs`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).rfc3339 == text)
    }

    @Test func `adding stays within what can be written`() {
        #expect(Timestamp.latest.adding(seconds: 1) == .latest)
        #expect(Timestamp.latest.adding(seconds: .max) == .latest)
        #expect(Timestamp.earliest.adding(seconds: .min) == .earliest)
        #expect(Timestamp(microseconds: 5).adding(seconds: -1).microseconds == -999_995)
        #expect(Timestamp(microseconds: -1).secondsSince1970 == -1)
    }

    @Test func `the text form orders as the instant does`() throws {
        let bytes = try ContractCoding.json([Timestamp(microseconds: 1_773_721_800_250_000)])
        #expect(String(decoding: bytes, as: UTF8.self) == #"["2026-03-17T04:30:00.25Z"]"#)
        #expect(Timestamp(microseconds: 1) < Timestamp(microseconds: 2))
    }

    @Test func `the clock of a zone shows its own day`() throws {
        let time = try #require(Timestamp(rfc3339: "2026-03-17T17:30:00Z"))
        #expect(time.date(in: .western).description == "2026-03-18")
        #expect(time.secondOfDay(in: .western) == 1800)
        #expect(time.date(in: .eastern).description == "2026-03-18")
        #expect(Timestamp(time.date(in: .central), secondOfDay: time.secondOfDay(in: .central), in: .central) == time)
    }
}
