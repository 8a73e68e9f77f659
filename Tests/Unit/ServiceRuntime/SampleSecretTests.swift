import ServiceRuntime
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SampleSecretTests {
    @Test(arguments: [
        "", "changeme", "ChangeMe-123456789", "please-change-me-now", "password", "P@ssword1234567890", "secret",
        "guest", "guest123456789012", "aaaaaaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "1234567890123456789",
        "0123456789abcdef", "abcdefghijklmnopqrst", "9876543210", "short", "11111111111111111112",
        "placeholder-placeholder", "your-secret-goes-here",
    ])
    func `what is no secret is refused`(text: String) {
        #expect(SampleSecret.weakness(of: text, minimumBytes: 16) != nil)
    }

    @Test(arguments: [
        "9f2kd83jfiw02kd8", "qv7Zt0m1Xw3sRb9LhJ4y", "b1946ac92492d2347c6235b4d2611184", "correct horse battery staple",
    ])
    func `what somebody generated is taken`(text: String) {
        #expect(SampleSecret.weakness(of: text, minimumBytes: 16) == nil)
    }

    @Test func `the expectation names no part of the secret`() {
        #expect(SampleSecret.weakness(of: "hunter2", minimumBytes: 16) == "have at least 16 bytes")
        #expect(SampleSecret.weakness(of: "guest", minimumBytes: 16) == "not be a sample value")
    }
}
