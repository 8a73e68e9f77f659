import Contracts
import Testing

@Suite("NationalID", .timeLimit(.minutes(1)))
struct NationalIDTests {
    static let woman = "3574015203910000"
    static let man = "3574011203910000"

    @Test func `it prints masked everywhere`() throws {
        let id = try NationalID(Self.woman, allowSynthetic: true)
        var dumped = ""
        dump(id, to: &dumped)
        for text in ["\(id)", String(reflecting: id), "\([id])", "\(Optional(id) as Any)", dumped] {
            #expect(text.contains("357401******0000"))
            #expect(!text.contains("520391"))
        }
        #expect(id.digits == Self.woman)
    }

    @Test(arguments: [
        ("", ["nik-digits"]), ("357401520391000", ["nik-digits"]), ("357401520391000000", ["nik-digits"]),
        ("357401520391000A", ["nik-digits"]), ("1074015203910000", ["nik-region"]), ("3574017203910000", ["nik-date"]),
        ("3574010003910000", ["nik-date"]), ("3574013002910000", ["nik-date"]), ("3574012902910000", ["nik-date"]),
        ("0974013113910000", ["nik-region", "nik-date"]), ("3574014013910000", ["nik-date"]),
    ]) func `hard faults are named together`(text: String, codes: [String]) {
        do {
            _ = try NationalID(text, allowSynthetic: true)
            Issue.record("was taken")
        } catch {
            #expect(error.faults.map(\.code) == codes)
            #expect(!"\(error)".contains(text) || text.isEmpty)
        }
    }

    @Test(arguments: ["3574012902000000", "3574016902960000", "3574017101910000", "1101010101010000"])
    func `leap days and women's days are taken`(text: String) throws {
        #expect(try NationalID(text, allowSynthetic: true).isSynthetic)
    }

    @Test func `the serial 0000 is for tests only`() throws {
        do {
            _ = try NationalID(Self.man, allowSynthetic: false)
            Issue.record("was taken")
        } catch {
            #expect(error.faults.map(\.code) == ["nik-serial"])
        }
    }

    @Test func `soft doubts never refuse`() throws {
        let id = try NationalID(Self.woman, allowSynthetic: true)
        let today = try CivilDate(parsing: "2026-03-17")
        #expect(id.plausibility(today: today).isEmpty)
        #expect(id.sex == .female)
        #expect(
            id.plausibility(
                regions: ["3513"], sex: .male, birthDate: try CivilDate(parsing: "1991-03-13"), today: today)
                == [.unknownRegion, .sexDiffers, .birthDateDiffers])
        #expect(
            id.plausibility(
                regions: ["3574"], sex: .female, birthDate: try CivilDate(parsing: "1991-03-12"), today: today
            )
            .isEmpty)
        #expect(try NationalID("3574011203150000", allowSynthetic: true).plausibility(today: today) == [.underAge])
        #expect(try NationalID("3574011203300000", allowSynthetic: true).plausibility(today: today).isEmpty)
    }
}
