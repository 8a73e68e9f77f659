package import Contracts
import Crypto

/// Makes the Message-ID (RFC 5322 3.6.4) under which a notice is handed over, however often that happens.
package enum NoticeMessageID {
    /// The id: a hash of event, recipient and channel, so that a mail system and a reader see that two copies are one.
    ///
    /// - Shape: `<40 hexadecimal digits@domain>`.
    package static func make(
        event: MessageID, recipient: [UInt8], channel: NoticeChannel, domain: String
    ) -> String {
        var hash = SHA256()
        for part in [Array("mpp-notice-1".utf8), Array(event.value.utf8), recipient, Array(channel.rawValue.utf8)] {
            // With its length before it no part can run into the next.
            hash.update(data: Array(String(part.count).utf8) + [0x3A] + part)
        }
        let digits = hash.finalize().prefix(20).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return "<\(digits.joined())@\(domain)>"
    }
}
