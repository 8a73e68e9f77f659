import Contracts
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct NoticeMessageIDTests {
    private func id(
        _ event: String = "01900000-0000-7000-8000-000000000001", _ recipient: [UInt8] = [1, 2, 3],
        _ channel: NoticeChannel = .email
    ) throws -> String {
        NoticeMessageID.make(
            event: try MessageID(event), recipient: recipient, channel: channel, domain: "mpp.example")
    }

    @Test func `it is the same for ever`() throws {
        // Computed with Python's hashlib over the parts, each behind its length and a colon.
        #expect(try id() == "<6de2d48db64f01e05a3eba3695229f0d2fcee23f@mpp.example>")
    }

    @Test func `it differs by event, recipient and channel`() throws {
        let all = [
            try id(), try id("01900000-0000-7000-8000-000000000002"), try id("e", [1, 2]), try id("e", [1, 2, 3]),
            try id("e", [1, 2, 3], .file),
        ]
        #expect(Set(all).count == all.count)
    }
}
