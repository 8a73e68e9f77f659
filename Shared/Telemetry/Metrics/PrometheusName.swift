/// The names Prometheus allows.
enum PrometheusName {
    /// A metric or label name: letters, digits and `_`, no digit first.
    static func sanitized(_ name: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count + 1)
        for byte in name.utf8 {
            let isDigit = byte >= 0x30 && byte <= 0x39
            let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
            if isDigit, bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
            bytes.append(isDigit || isLetter ? byte : UInt8(ascii: "_"))
        }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }

    /// A name that ends in `suffix` once.
    static func sanitized(_ name: String, suffix: String) -> String {
        let base = sanitized(name)
        return base.hasSuffix(suffix) ? base : base + suffix
    }
}
