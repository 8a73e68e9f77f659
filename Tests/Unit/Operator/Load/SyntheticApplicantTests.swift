import Contracts
import Testing

@testable import OperatorCommands

@Suite("Synthetic applicants", .timeLimit(.minutes(1)))
struct SyntheticApplicantTests {
    private static let today = CivilDate(year: 2026, month: 3, day: 17)

    @Test func `nobody is met twice, and nobody can be a real person`() throws {
        let region = try RegionCode("3574")
        var seen: Set<String> = []
        for number in 0..<60_000 {
            let applicant = SyntheticApplicant(number: number, region: region, seed: 11)
            #expect(seen.insert(applicant.nik).inserted)
            guard number % 500 == 0 else { continue }
            let id = try NationalID(applicant.nik, allowSynthetic: true)
            #expect(id.isSynthetic)
            #expect(throws: ContractViolation.self) { try NationalID(applicant.nik, allowSynthetic: false) }
            let doubts = id.plausibility(
                sex: NationalID.Sex(rawValue: applicant.sex), birthDate: try CivilDate(parsing: applicant.birthDate),
                today: try #require(Self.today))
            #expect(doubts.isEmpty)
        }
    }

    @Test func `equal seeds give equal persons, other seeds give others`() throws {
        let region = try RegionCode("3323")
        let persons = (0..<100).map { SyntheticApplicant(number: $0, region: region, seed: 1).nik }
        #expect(persons == (0..<100).map { SyntheticApplicant(number: $0, region: region, seed: 1).nik })
        #expect(persons != (0..<100).map { SyntheticApplicant(number: $0, region: region, seed: 2).nik })
        #expect(persons.allSatisfy { $0.hasPrefix("3323") })
    }

    @Test func `the last persons of a region are as good as the first`() throws {
        let region = try RegionCode("3574")
        let ends = [0, 1, SyntheticApplicant.population - 2, SyntheticApplicant.population - 1].map {
            SyntheticApplicant(number: $0, region: region, seed: 3).nik
        }
        #expect(Set(ends).count == 4)
    }
}
