import Testing

@testable import IntakeService

@Suite("Forms of pages", .timeLimit(.minutes(1)))
struct PageFormTests {
    @Test func `fields are read as browsers write them`() {
        let form = PageForm(Array("name=Siti+Aminah&address=Jl.+Suroyo%0D%0ANo.%201%26&empty=&bare&name=second".utf8))
        #expect(form["name"] == "Siti Aminah")
        #expect(form["address"] == "Jl. Suroyo\nNo. 1&")
        #expect(form["empty"] == "")
        #expect(form["bare"] == "")
        #expect(form["missing"] == nil)
    }

    @Test func `blanks around a value fall away, broken escapes do no harm`() {
        let form = PageForm(Array("a=++x+y%0A+&b=%G1%4&c=%FF&=v&&".utf8))
        #expect(form["a"] == "x y")
        #expect(form["b"] == "?1?")
        #expect(form["c"] == "\u{FFFD}")
        #expect(form[""] == "v")
    }

    @Test func `an empty body is an empty form`() {
        #expect(PageForm([]) == PageForm())
    }
}
