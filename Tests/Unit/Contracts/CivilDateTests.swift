import Contracts
import Testing

@Suite("CivilDate", .timeLimit(.minutes(1)))
struct CivilDateTests {
    @Test func `counting day by day agrees with the arithmetic for 800 years`() throws {
        var date = try #require(CivilDate(year: 1600, month: 1, day: 1))
        var number = date.daysSince1970
        while date.year < 2400 {
            #expect(CivilDate(daysSince1970: number) == date)
            #expect(date.daysSince1970 == number)
            number += 1
            date =
                CivilDate(year: date.year, month: date.month, day: date.day + 1)
                ?? CivilDate(year: date.year, month: date.month + 1, day: 1)
                ?? CivilDate(daysSince1970: number)
        }
    }

    @Test(arguments: [
        ("1970-01-01", Weekday.thursday), ("2026-03-17", .tuesday), ("2025-08-17", .sunday), ("2000-02-29", .tuesday),
        ("1899-12-31", .sunday),
    ]) func `the day of the week is right`(text: String, weekday: Weekday) throws {
        #expect(try CivilDate(parsing: text).weekday == weekday)
    }

    @Test(arguments: [
        "2026-02-29", "2026-2-1", "2026-00-01", "2026-01-32", "0000-01-01", "", "2026/01/01", "+026-01-01",
    ])
    func `a day that does not exist is refused`(text: String) {
        #expect(throws: ContractViolation.self) { try CivilDate(parsing: text) }
    }

    @Test func `a date prints with its zeros`() throws {
        #expect(try CivilDate(parsing: "0045-03-07").description == "0045-03-07")
    }
}
