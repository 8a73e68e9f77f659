/// The parts of a broker's URL, decoded.
///
/// - Source: RabbitMQ URI specification, with several hosts separated by commas.
struct BrokerURL {
    /// The hosts in order.
    let addresses: [BrokerAddress]
    /// Whether the scheme is `amqps`.
    let usesTLS: Bool
    /// The user.
    let user: String
    /// The password.
    let password: String
    /// The virtual host; `/` when the URL names none.
    let virtualHost: String
    /// The parameters in order.
    let parameters: [(name: String, value: String)]

    /// Takes a URL apart.
    ///
    /// - Throws: `.configuration`, naming the part but never its value.
    init(_ url: String) throws(BrokerError) {
        guard let scheme = url.split(on: "://") else { throw .configuration("it has no amqp:// or amqps://") }
        switch scheme.before.lowercased() {
        case "amqp": usesTLS = false
        case "amqps": usesTLS = true
        default: throw .configuration("its scheme is neither amqp nor amqps")
        }
        let (front, query) = scheme.after.split(on: "?") ?? (scheme.after, "")
        let (authority, path) = front.split(on: "/") ?? (front, "")
        guard let at = authority.lastIndex(of: "@") else { throw .configuration("it has no user and password") }
        guard let credentials = authority[..<at].split(on: ":") else { throw .configuration("it has no password") }
        user = try Self.decoded(credentials.before, "user")
        password = try Self.decoded(credentials.after, "password")
        if user.isEmpty || password.isEmpty { throw .configuration("its user or password is empty") }
        addresses = try Self.addresses(
            authority[authority.index(after: at)...], defaultPort: usesTLS ? 5671 : 5672)
        let name = try Self.decoded(path, "virtual host")
        virtualHost = name.isEmpty ? "/" : name
        if path.contains("/") { throw .configuration("a slash in the virtual host is written %2F") }
        var parameters: [(name: String, value: String)] = []
        for part in query.split(separator: "&") {
            guard let pair = part.split(on: "=") else { throw .configuration("a parameter has no value") }
            let name = try Self.decoded(pair.before, "parameter")
            parameters.append((name, try Self.decoded(pair.after, name)))
        }
        self.parameters = parameters
    }

    private static func addresses(_ text: Substring, defaultPort: UInt16) throws(BrokerError) -> [BrokerAddress] {
        var addresses: [BrokerAddress] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var host = part
            var port: Substring?
            if part.first == "[" {
                guard let bracket = part.lastIndex(of: "]") else { throw .configuration("a bracket is not closed") }
                host = part[part.index(after: part.startIndex)..<bracket]
                let rest = part[part.index(after: bracket)...]
                if !rest.isEmpty {
                    guard rest.first == ":" else { throw .configuration("a host is followed by something else") }
                    port = rest.dropFirst()
                }
            } else if let pair = part.split(on: ":") {
                host = pair.before
                port = pair.after
            }
            let number = port.map { UInt16($0) ?? 0 } ?? defaultPort
            if number == 0 {
                throw .configuration("a port is not a number from 1 to 65535")
            }
            let name = try decoded(host, "host")
            if name.isEmpty { throw .configuration("a host is empty") }
            addresses.append(BrokerAddress(host: name, port: number))
        }
        return addresses
    }

    private static func decoded(_ text: Substring, _ part: String) throws(BrokerError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexadecimalDigit, let low = rest.popFirst()?.hexadecimalDigit else {
                throw .configuration("its \(part) has a % without two hexadecimal digits")
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw .configuration("its \(part) is not UTF-8 text")
        }
        return decoded
    }
}

extension UInt8 {
    /// The value of this byte as an ASCII hexadecimal digit.
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// What stands before and after the first occurrence of a separator.
    fileprivate func split(on separator: String) -> (before: Substring, after: Substring)? {
        guard let range = firstRange(of: separator) else { return nil }
        return (self[..<range.lowerBound], self[range.upperBound...])
    }
}
