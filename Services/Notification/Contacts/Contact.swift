package import Contracts

/// Where an applicant is reached; in clear only inside notification's process.
///
/// - Shape: the plaintext of the sealed part `contact`, schema version 1: a JSON object with `email`, `phone` and
///   `channels` in the applicant's order, each of which may be missing; other members are ignored.
package struct Contact: Codable, Sendable, Equatable {
    /// The version of the plaintext's form.
    package static let schemaVersion = 1

    /// An electronic mail address.
    package var email: String?
    /// A telephone number.
    package var phone: String?
    /// The ways that the applicant wants, the preferred one first.
    package var channels: [NoticeChannel]

    private enum CodingKeys: String, CodingKey {
        case email, phone, channels
    }

    /// Collects the fields.
    package init(email: String? = nil, phone: String? = nil, channels: [NoticeChannel] = []) {
        self.email = email
        self.phone = phone
        self.channels = channels
    }

    /// Reads the fields; channels that are not known are left out.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        email = try container.decodeIfPresent(String.self, forKey: .email)
        phone = try container.decodeIfPresent(String.self, forKey: .phone)
        channels =
            try container.decodeIfPresent([String].self, forKey: .channels)?
            .compactMap(NoticeChannel.init) ?? []
    }

    /// The address on a channel; nil when the contact has none there.
    package func address(on channel: NoticeChannel) -> String? {
        switch channel {
        case .email: email.flatMap { Self.isMailAddress($0) ? $0 : nil }
        case .sms, .whatsapp: phone.flatMap { $0.isEmpty ? nil : $0 }
        case .file: email ?? phone ?? ""
        case .null: ""
        case .webhook, .print: nil
        }
    }

    /// Whether a text can stand in a mail's envelope and header without being anything else.
    ///
    /// - Source: RFC 5321 4.5.3.1: 64 bytes before, 254 in all.
    static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), parts[1].utf8.count >= 3,
            text.utf8.count <= 254
        else { return false }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7F && !"<>()[],;:\\\"".unicodeScalars.contains(scalar)
                && !scalar.isControl
        }
        return isPlain && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && !parts[1].contains("..")
            && !parts[0].hasPrefix("-")
    }
}

extension Contact: CustomStringConvertible, CustomReflectable {
    /// Shows which ways there are, never an address.
    package var description: String {
        "Contact(\(email == nil ? "no" : "an") email, \(phone == nil ? "no" : "a") phone)"
    }

    /// Shows nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
