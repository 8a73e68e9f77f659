import Contracts
import Testing

@testable import IntakeService

@Suite("Words of pages", .timeLimit(.minutes(1)))
struct PageWordsTests {
    @Test func `both languages have the same texts, and none is empty`() throws {
        let words = try PageWords.embedded()
        let indonesian = try #require(words[.indonesian]).texts
        let english = try #require(words[.english]).texts
        #expect(Set(indonesian.keys) == Set(english.keys))
        for text in Array(indonesian.values) + english.values { #expect(!text.isEmpty) }
        for (name, text) in indonesian { #expect(places(text) == places(english[name] ?? ""), "\(name)") }
    }

    @Test func `every text that a template names is there`() throws {
        let texts = try #require(try PageWords.embedded()[.indonesian]).texts
        for template in PageRenderer.templates {
            for match in String(decoding: template.text, as: UTF8.self).matches(of: /\{\{[#^]?t\.(\w+)\}\}/) {
                #expect(texts[String(match.1)] != nil, "\(template.name): \(match.1)")
            }
        }
    }

    @Test func `templates are well formed`() throws {
        _ = try PageRenderer(isTest: true)
    }

    @Test func `sizes, days and times are written as people of the language read them`() throws {
        let words = try PageWords.embedded()
        let indonesian = try #require(words[.indonesian])
        let english = try #require(words[.english])
        #expect(indonesian.size(1_572_864) == "1,5 MB")
        #expect(english.size(1_572_864) == "1.5 MB")
        #expect(indonesian.size(2_000_000) == "2 MB")
        #expect(indonesian.size(1024) == "1 KB")
        let time = try #require(Timestamp(rfc3339: "2026-03-17T20:05:00Z"))
        #expect(indonesian.time(time, in: .western) == "18 Maret 2026 pukul 03.05 WIB")
        #expect(english.time(time, in: .eastern) == "18 March 2026, 05:05 WIT")
    }

    private func places(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) })
    }
}
