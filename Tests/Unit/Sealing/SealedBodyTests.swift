import Sealing
import Testing

@Suite("Bodies without their keys", .timeLimit(.minutes(1)))
struct SealedBodyTests {
    private let body = Array(
        #"{"application":{"kid":"3574.1.application","wrappedKey":"QUJD/+="},"contact":{"wrappedKey":"REVG"},"note":"\"wrappedKey\":\"no\""}"#
            .utf8)

    @Test func `keys come out in order and nothing else does`() {
        let split = SealedBody(body)
        #expect(split.keys == ["QUJD/+=", "REVG"])
        let text = String(decoding: split.stripped, as: UTF8.self)
        #expect(text.contains(#""wrappedKey":"""#))
        #expect(!text.contains("QUJD") && !text.contains("REVG"))
        #expect(text.contains(#"\"wrappedKey\":\"no\""#))
    }

    @Test func `the same keys give the same bytes`() {
        let split = SealedBody(body)
        #expect(SealedBody.restore(split.stripped, keys: split.keys) == body)
    }

    @Test func `without its keys a body cannot be had`() {
        let split = SealedBody(body)
        #expect(SealedBody.restore(split.stripped, keys: []) == nil)
        #expect(SealedBody.restore(split.stripped, keys: ["QUJD/+="]) == nil)
    }

    @Test func `a body without sealed parts stays as it is`() {
        let plain = Array(#"{"a":1}"#.utf8)
        #expect(SealedBody(plain).stripped == plain)
        #expect(SealedBody.restore(plain, keys: []) == plain)
    }
}
