import Contracts
import Foundation
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct ChannelChoiceTests {
    private func contact(_ json: String) throws -> Contact {
        try JSONDecoder().decode(Contact.self, from: Data(json.utf8))
    }

    @Test func `a contact is read as intake seals it, and unknown members and channels are left out`() throws {
        let contact = try contact(
            #"{"name":"Siti","email":"siti@example.org","phone":"+628110000","language":"id","channels":["pigeon","email"],"x":1}"#
        )
        #expect(contact == Contact(email: "siti@example.org", phone: "+628110000", channels: [.email]))
        #expect(try self.contact("{}") == Contact())
    }

    @Test func `a contact never prints its addresses`() {
        let contact = Contact(email: "siti@example.org", phone: "+628110000")
        for text in ["\(contact)", String(reflecting: contact)] {
            #expect(!text.contains("siti") && !text.contains("811"))
        }
        var dumped = ""
        dump(contact, to: &dumped)
        #expect(!dumped.contains("siti") && !dumped.contains("811"))
    }

    @Test(arguments: [
        (#"{"email":"siti@example.org"}"#, [NoticeChannel.email], "email siti@example.org"),
        (#"{"email":"siti@example.org"}"#, [.null, .email], "null "),
        (#"{"email":"siti@example.org","channels":["email"]}"#, [.null, .email], "email siti@example.org"),
        (#"{"email":"siti@example.org","channels":["sms","file","email"]}"#, [.email, .file], "file siti@example.org"),
        (#"{"phone":"+628110000","channels":["sms"]}"#, [.email, .file], "file +628110000"),
        (#"{"phone":"+628110000","channels":["sms"]}"#, [.email], "no-address"),
        (#"{"email":"no address"}"#, [.email], "no-address"),
        (#"{}"#, [.email], "no-address"),
        (#"{}"#, [.file], "file "),
        (#"{}"#, [.null], "null "),
    ])
    func `the applicant's wish counts where it is set up and has an address`(
        _ json: String, _ channels: [NoticeChannel], _ expected: String
    ) throws {
        let text =
            switch ChannelChoice(channels: channels).way(to: try contact(json)) {
            case .reachable(let channel, let address): "\(channel.rawValue) \(address)"
            case .unreachable(let reason): reason
            }
        #expect(text == expected)
    }

    @Test(arguments: [
        ("siti@example.org", true), ("a.b+c@sub.example.co.id", true), ("", false), ("siti", false), ("@x.org", false),
        ("siti@", false), ("a@b@c.org", false), ("si ti@example.org", false), ("siti@exa..mple.org", false),
        ("siti@.example.org", false), ("siti@example.org.", false), ("siti@example.org\r\nBcc: x@y.org", false),
        ("<siti@example.org>", false), ("a,b@example.org", false), ("-f@example.org", false),
        ("si\u{0}ti@x.org", false),
    ])
    func `an address that could be anything else is none`(_ text: String, _ isAddress: Bool) {
        #expect(Contact.isMailAddress(text) == isAddress)
    }

    @Test func `a very long address is none`() {
        #expect(!Contact.isMailAddress(String(repeating: "a", count: 65) + "@example.org"))
        #expect(!Contact.isMailAddress("a@" + String(repeating: "b", count: 260)))
    }
}
