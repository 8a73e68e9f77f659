import Contracts
import Testing

@Suite("FormPattern", .timeLimit(.minutes(1)))
struct FormPatternTests {
    @Test(arguments: [
        ("^[0-9]{3}$", ["123"], ["12", "1234", "12a", ""]), ("b+", ["abc", "b"], ["", "ac"]),
        ("^(SIP|STR)-\\d{2,4}$", ["SIP-12", "STR-1234"], ["SIP-1", "SIX-12", "SIP-12345"]),
        ("^a?b*c+$", ["c", "abbc", "acc"], ["ab", "aac"]), ("^[^0-9/ -]+$", ["abc"], ["a b", "a-b", "a1", "a/b"]),
        ("^(?:a|bc|)d$", ["ad", "bcd", "d"], ["bd", "cd"]), ("^.{2}$", ["ab", "éß", "😀x"], ["a", "abc", "\n\n"]),
        ("^a\\.b\\/c\\$$", ["a.b/c$"], ["axb/c$", "a.b/c"]), ("x$", ["ax"], ["xa"]), ("^x", ["xa"], ["ax"]),
        ("^(a{2}){2}$", ["aaaa"], ["aa", "aaa"]), ("^[\\d\\-]+$", ["1-2"], ["a"]), ("^\\w+\\s\\w+$", ["a b"], ["ab"]),
        ("^[a-]+$", ["a-"], ["b"]), ("^a{0}$", [""], ["a"]), ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
    ]) func `a pattern matches what it should`(source: String, good: [String], bad: [String]) throws {
        let pattern = try FormPattern(source)
        for text in good { #expect(pattern.matches(text), "\(source) on \(text)") }
        for text in bad { #expect(!pattern.matches(text), "\(source) on \(text)") }
    }

    @Test(arguments: [
        "", "(", ")", "a)", "[", "[]", "[z-a]", "*a", "a**", "a{,3}", "a{3", "a{4,2}", "a{201}", "(?=a)", "(?<n>a)",
        "\\1",
        "\\b", "a^b", "a$b", "^a|b$", "a\\", "(a", "[a", "[\\d-z]", "((((((((((((((((((((((a))))))))))))))))))))))",
        "((a{200}){200}){200}",
    ]) func `what is outside the part is refused`(source: String) {
        do {
            _ = try FormPattern(source)
            Issue.record("was taken: \(source)")
        } catch {
            #expect(error.faults.map(\.code) == ["pattern"])
        }
    }

    @Test func `a hostile text takes linear time`() throws {
        let pattern = try FormPattern("^(a|a|aa)*(a*)*b$")
        let clock = ContinuousClock()
        let short = String(repeating: "a", count: 2_000)
        let first = clock.measure { #expect(!pattern.matches(short)) }
        let second = clock.measure { #expect(!pattern.matches(short + short + short + short)) }
        #expect(second < first * 40 + .milliseconds(500))
    }
}
