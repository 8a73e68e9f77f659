import Contracts

/// Reads where the applicant is reached.
struct ContactReader {
    private static let members: Set<String> = ["name", "email", "phone", "language", "channels"]
    private static let channels: [NoticeChannel] = [.email, .sms, .whatsapp, .print]

    private let value: JSONValue?
    private let isOptional: Bool
    private var faults = FaultCollector()

    /// Makes a reader.
    /// - Parameters:
    ///   - value: the member of the request.
    ///   - isOptional: whether the applicant may have no address, and gets notices on paper.
    init(_ value: JSONValue?, isOptional: Bool) {
        self.value = value
        self.isOptional = isOptional
    }

    /// A member as it stands there.
    func member(_ name: String) -> JSONValue? { value?[name] }

    /// Reads the contact; what is missing is taken from the applicant's fields.
    /// - Returns: every fault with a pointer into the request, and the contact when there is none.
    mutating func read(
        name: String?, phone: String?, email: String?
    ) -> (contact: ContactDetails?, faults: [Fault]) {
        if let value, value.object == nil {
            return (nil, [Fault(pointer: "/contact", code: "type", message: "must be an object")])
        }
        for member in (value?.object ?? [:]).keys.sorted() where !Self.members.contains(member) {
            faults.add("/contact" + JSONPointer.token(member), "unknown", "is not known here")
        }
        let ownName = text("name", 1...200)
        let email = address() ?? email
        let phone = number() ?? phone.flatMap(Self.normalized)
        let language = language()
        var channels = chosenChannels()
        if email == nil, phone == nil, faults.faults.isEmpty {
            faults.require(
                isOptional, "/contact", "required", "must hold email or phone, so that the applicant can be told")
        }
        if channels.isEmpty { channels = email != nil ? [.email] : phone != nil ? [.sms] : [.print] }
        for (index, channel) in channels.enumerated() {
            let isReachable =
                switch channel {
                case .email: email != nil
                case .sms, .whatsapp: phone != nil
                default: true
                }
            faults.require(
                isReachable, "/contact/channels/\(index)", "channel", "must come with the address that it needs")
        }
        guard faults.faults.isEmpty else { return (nil, faults.faults) }
        return (
            ContactDetails(
                name: ownName ?? name ?? "", email: email, phone: phone, language: language, channels: channels), []
        )
    }

    private mutating func text(_ name: String, _ range: ClosedRange<Int>) -> String? {
        guard let member = member(name) else { return nil }
        guard let text = member.string else {
            faults.add("/contact/" + name, "type", "must be a text")
            return nil
        }
        faults.length(text, range, "/contact/" + name)
        faults.require(
            !text.unicodeScalars.contains(where: \.isControl), "/contact/" + name, "control",
            "must not hold control characters")
        return text
    }

    private mutating func address() -> String? {
        guard let text = text("email", 1...254) else { return nil }
        faults.require(TextFormat.email.matches(text), "/contact/email", "format", "must be an e-mail address")
        return text
    }

    private mutating func number() -> String? {
        guard let text = text("phone", 1...40) else { return nil }
        do throws(ContractViolation) {
            return try PhoneNumber(text).e164
        } catch {
            faults.add(error.faults.map { $0.below("/contact/phone") })
            return nil
        }
    }

    private mutating func language() -> Language {
        guard let member = member("language") else { return .indonesian }
        guard let language = member.string.flatMap(Language.init(rawValue:)) else {
            let languages = Language.allCases.map(\.rawValue).joined(separator: ", ")
            faults.add("/contact/language", "enum", "must be one of \(languages)")
            return .indonesian
        }
        return language
    }

    private mutating func chosenChannels() -> [NoticeChannel] {
        guard let member = member("channels") else { return [] }
        guard let values = member.array, values.count <= Self.channels.count else {
            faults.add("/contact/channels", "type", "must be a list of at most \(Self.channels.count) channels")
            return []
        }
        var chosen: [NoticeChannel] = []
        for (index, value) in values.enumerated() {
            guard let channel = value.string.flatMap(NoticeChannel.init(rawValue:)), Self.channels.contains(channel)
            else {
                let names = Self.channels.map(\.rawValue).joined(separator: ", ")
                faults.add("/contact/channels/\(index)", "enum", "must be one of \(names)")
                continue
            }
            faults.require(
                !chosen.contains(channel), "/contact/channels/\(index)", "unique", "must not be named twice")
            chosen.append(channel)
        }
        return chosen
    }

    private static func normalized(_ text: String) -> String? {
        do throws(ContractViolation) {
            return try PhoneNumber(text).e164
        } catch {
            // Its faults are among the applicant's.
            return nil
        }
    }
}
