import Contracts
import Testing

@Suite("SubmissionNumber", .timeLimit(.minutes(1)))
struct SubmissionNumberTests {
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    @Test func `a number has the region, three groups of five and no look-alike`() throws {
        let region = try RegionCode("3574")
        for _ in 0..<500 {
            let number = SubmissionNumber.make(region: region)
            #expect(number.value.wholeMatch(of: /3574(-[0-9A-HJKMNP-TV-Z]{5}){3}/) != nil)
            #expect(try SubmissionNumber(parsing: number.value) == number)
        }
        #expect(Set((0..<2000).map { _ in SubmissionNumber.make(region: region) }).count == 2000)
    }

    @Test func `every wrong character is noticed`() throws {
        let number = Array(SubmissionNumber.make(region: try RegionCode("3574")).value)
        for index in number.indices where number[index] != "-" {
            for other in Self.alphabet where other != number[index] {
                var wrong = number
                wrong[index] = other
                #expect(throws: ContractViolation.self) { try SubmissionNumber(parsing: String(wrong)) }
            }
        }
    }

    @Test func `every swap of two characters is noticed`() throws {
        for _ in 0..<20 {
            let number = Array(SubmissionNumber.make(region: try RegionCode("1101")).value.filter { $0 != "-" })
            for left in number.indices {
                for right in number.indices where left < right && number[left] != number[right] {
                    var wrong = number
                    wrong.swapAt(left, right)
                    #expect(throws: ContractViolation.self) { try SubmissionNumber(parsing: String(wrong)) }
                }
            }
        }
    }

    @Test func `two wrong characters are noticed`() throws {
        let number = Array(SubmissionNumber.make(region: try RegionCode("3574")).value.filter { $0 != "-" })
        for left in 4..<number.count {
            for right in (left + 1)..<max(number.count, left + 1) {
                for step in 1..<32 {
                    var wrong = number
                    for (place, by) in [(left, step), (right, 32 - step)] {
                        let value = try #require(Self.alphabet.firstIndex(of: wrong[place]))
                        wrong[place] = Self.alphabet[(value + by) % 32]
                    }
                    #expect(throws: ContractViolation.self) { try SubmissionNumber(parsing: String(wrong)) }
                }
            }
        }
    }

    @Test func `people may write it as they like`() throws {
        let number = SubmissionNumber.make(region: try RegionCode("3510"))
        let spoken = number.value.lowercased().replacing("-", with: " ").replacing("0", with: "o").replacing(
            "1", with: "l")
        #expect(try SubmissionNumber(parsing: "  \(spoken)\n") == number)
        #expect(
            try SubmissionNumber(parsing: number.value.replacing("-", with: "–").replacing("1", with: "I")) == number)
    }

    @Test(arguments: [
        "", "3574", "3574-00000-00000-0000", "3574-00000-00000-000000", "abcd-00000-00000-00000",
        "3574-UUUUU-00000-00000", "0000-00000-00000-00000",
    ])
    func `what is no number is refused without repeating it`(text: String) {
        #expect(throws: ContractViolation(code: "number", message: "must look like 3574-K7M29-QXD4H-TB2JX")) {
            try SubmissionNumber(parsing: text)
        }
    }
}
