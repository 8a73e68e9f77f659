import Contracts
import Testing
import VerificationService

@Suite(.timeLimit(.minutes(1)))
struct LegalClockTests {
    /// A published or hand-computed example: completeness, working days, the deadline's day.
    struct Vector: Sendable, CustomTestStringConvertible {
        let start: String
        var time = "09:00"
        let days: Int
        let due: String
        var afterHours = ClockRule.AfterHours.sameDay
        var jointLeaveIsWork = false
        var versions: [Int: Int] = [:]

        var testDescription: String { "\(start) \(time) + \(days) = \(due)" }
    }

    static let vectors = [
        Vector(start: "2026-03-17", days: 3, due: "2026-03-27"),
        Vector(start: "2026-03-17", days: 3, due: "2026-03-23", jointLeaveIsWork: true),
        Vector(start: "2026-02-13", days: 5, due: "2026-02-24"),
        Vector(start: "2026-02-13", days: 5, due: "2026-02-23", jointLeaveIsWork: true),
        Vector(start: "2025-03-27", days: 5, due: "2025-04-14"),
        Vector(start: "2025-03-27", days: 5, due: "2025-04-07", jointLeaveIsWork: true),
        Vector(start: "2026-05-13", days: 5, due: "2026-05-22"),
        Vector(start: "2024-11-25", days: 2, due: "2024-11-28"),
        Vector(start: "2025-08-06", days: 10, due: "2025-08-20", versions: [2025: 1]),
        Vector(start: "2025-08-06", days: 10, due: "2025-08-21", versions: [2025: 2]),
        Vector(start: "2026-01-09", time: "11:30", days: 5, due: "2026-01-19"),
        Vector(start: "2026-01-09", time: "11:30", days: 5, due: "2026-01-20", afterHours: .nextWorkingDay),
        Vector(start: "2026-01-09", time: "10:59", days: 5, due: "2026-01-19", afterHours: .nextWorkingDay),
        Vector(start: "2026-01-10", days: 5, due: "2026-01-20", afterHours: .nextWorkingDay),
        Vector(start: "2026-01-12", time: "05:00", days: 1, due: "2026-01-13", afterHours: .nextWorkingDay),
    ]

    private func makeClock(_ rule: JSONValue, upTo versions: [Int: Int] = [:]) throws -> LegalClock {
        LegalClock(
            calendar: try Shipped.probolinggo(upTo: versions),
            rule: try Shipped.service(replacing: ["clock": rule]).clock)
    }

    @Test(arguments: vectors)
    func `working days end where the published examples say`(vector: Vector) throws {
        let clock = try makeClock(
            Shipped.clock(
                Int64(vector.days), afterHours: vector.afterHours, jointLeaveIsWork: vector.jointLeaveIsWork),
            upTo: vector.versions)
        let reading = clock.reading(of: [ClockSegment(from: try wib(vector.start, vector.time))])
        #expect(reading.dueAt == clock.calendar.end(of: try CivilDate(parsing: vector.due)))
    }

    @Test
    func `a year without a calendar gives an unknown deadline, not a guess`() throws {
        let clock = try makeClock(Shipped.clock(5, .workingDays))
        let reading = clock.reading(of: [ClockSegment(from: try wib("2026-12-23"))])
        #expect(reading.outcome == .unknown(missingYear: 2027))
        #expect(reading.calendarVersion == "ID/2026/1+3574/2026/1")
        let near = try makeClock(Shipped.clock(4, .workingDays))
        #expect(near.reading(of: [ClockSegment(from: try wib("2026-12-23"))]).dueAt != nil)
    }

    @Test(arguments: [(2024, 238), (2025, 237), (2026, 240)])
    func `each year has the published number of working days`(year: Int, count: Int) throws {
        let calendar = try Shipped.probolinggo()
        var day = try #require(CivilDate(year: year, month: 1, day: 1))
        var found = 0
        while day.year == year {
            if try !calendar.counterSpans(on: day, jointLeaveIsWork: false).isEmpty { found += 1 }
            day = day.adding(days: 1)
        }
        #expect(found == count)
    }

    @Test
    func `a pause takes out the working days on whose evening the clock stands still`() throws {
        let clock = try makeClock(Shipped.clock(5, .workingDays))
        // Mon 2026-07-06 is day 0; without a pause the deadline is Mon 13.
        let start = try wib("2026-07-06")
        func due(_ pauses: [(String, String, String, String)]) throws -> CivilDate? {
            var segments = [ClockSegment(from: start)]
            for (day, time, back, backTime) in pauses {
                let (from, to) = (try wib(day, time), try wib(back, backTime))
                segments[segments.count - 1].to = from
                segments.append(ClockSegment(from: from, to: to, pause: .applicant))
                segments.append(ClockSegment(from: to))
            }
            return clock.reading(of: segments).dueAt?.date(in: .western)
        }
        #expect(try due([]) == CivilDate(parsing: "2026-07-13"))
        #expect(try due([("2026-07-07", "09:00", "2026-07-07", "13:00")]) == CivilDate(parsing: "2026-07-13"))
        #expect(try due([("2026-07-07", "09:00", "2026-07-09", "09:00")]) == CivilDate(parsing: "2026-07-15"))
        #expect(try due([("2026-07-06", "10:00", "2026-07-06", "12:00")]) == CivilDate(parsing: "2026-07-13"))
        // Over a weekend only Friday and Monday evening are lost.
        #expect(try due([("2026-07-10", "09:00", "2026-07-14", "09:00")]) == CivilDate(parsing: "2026-07-15"))
        #expect(
            try due([("2026-07-07", "09:00", "2026-07-08", "09:00"), ("2026-07-08", "10:00", "2026-07-09", "09:00")])
                == CivilDate(parsing: "2026-07-15"))
    }

    @Test
    func `while the clock stands still the deadline is pending`() throws {
        let clock = try makeClock(Shipped.clock(5, .workingDays))
        let pause = try wib("2026-07-07")
        let reading = clock.reading(of: [
            ClockSegment(from: try wib("2026-07-06"), to: pause), ClockSegment(from: pause, pause: .applicant),
        ])
        #expect(reading.outcome == .pending)
    }

    @Test
    func `hours run while the counter is open`() throws {
        let clock = try makeClock(Shipped.clock(3, .hours))
        func due(_ date: String, _ time: String) throws -> Timestamp? {
            clock.reading(of: [ClockSegment(from: try wib(date, time))]).dueAt
        }
        #expect(try due("2026-07-06", "09:00") == wib("2026-07-06", "12:00"))
        // Friday closes at eleven; the rest is Monday's.
        #expect(try due("2026-07-10", "10:00") == wib("2026-07-13", "10:00"))
        #expect(try due("2026-07-11", "10:00") == wib("2026-07-13", "11:00"))
        #expect(try due("2026-07-06", "06:00") == wib("2026-07-06", "11:00"))
        let minutes = try makeClock(Shipped.clock(10, .minutes))
        #expect(
            minutes.reading(of: [ClockSegment(from: try wib("2026-07-06", "13:55"))]).dueAt
                == (try wib("2026-07-07", "08:05")))
    }

    @Test
    func `calendar days need no calendar`() throws {
        let clock = try makeClock(Shipped.clock(10, .calendarDays))
        let reading = clock.reading(of: [ClockSegment(from: try wib("2030-12-25"))])
        #expect(reading.dueAt?.date(in: .western) == (try CivilDate(parsing: "2031-01-04")))
        #expect(reading.calendarVersion.isEmpty)
    }

    @Test
    func `warnings come at the opening of the day in which half and four fifths are used`() throws {
        let clock = try makeClock(Shipped.clock(5, .workingDays))
        let reading = clock.reading(of: [ClockSegment(from: try wib("2026-07-06"))])
        #expect(
            reading.warnings == [
                ClockReading.Warning(percent: 50, at: try wib("2026-07-09", "08:00")),
                ClockReading.Warning(percent: 80, at: try wib("2026-07-13", "08:00")),
            ])
    }

    @Test
    func `the versions of all years touched are kept`() throws {
        let clock = try makeClock(Shipped.clock(10, .workingDays))
        let reading = clock.reading(of: [ClockSegment(from: try wib("2025-12-22"))])
        #expect(reading.calendarVersion == "ID/2025/2+3574/2025/1+ID/2026/1+3574/2026/1")
    }
}
