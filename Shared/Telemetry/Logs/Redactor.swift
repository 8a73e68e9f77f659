/// Masks what may identify a person in a text: numbers of 16 digits and more, mail addresses, phone numbers.
///
/// - Shape: `<number>`, `<mail>` and `<phone>` stand for what was there. Trace ids and digests (hexadecimal tokens of
///   32 or 64 characters) and UUIDs stay as they are.
package enum Redactor {
    /// The text with personal data masked.
    package static func redact(_ text: String) -> String {
        var digits = 0
        var hasAt = false
        for byte in text.utf8 {
            if isDigit(byte) { digits += 1 } else if byte == UInt8(ascii: "@") { hasAt = true }
        }
        // The shortest phone number masked has nine digits.
        guard hasAt || digits >= 9 else { return text }

        var bytes = Array(text.utf8)
        if hasAt { bytes = maskingMail(bytes) }
        if digits >= 9 { bytes = maskingNumbers(bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: - Mail

    private static func maskingMail(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "@") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            var local = result.count
            while local > 0, isLocalPart(result[local - 1]) { local -= 1 }
            var end = index + 1
            while end < bytes.count, isDomain(bytes[end]) { end += 1 }
            if local < result.count, end > index + 1 {
                result.removeSubrange(local...)
                result.append(contentsOf: "<mail>".utf8)
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func isLocalPart(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte >= 0x80 || "._%+-!#$&'*=?^`{|}~".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte >= 0x80 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    // MARK: - Numbers

    private static func maskingNumbers(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard isDigit(byte) || byte == UInt8(ascii: "+") else {
                result.append(byte)
                index += 1
                continue
            }
            let end: Int
            if let identifier = identifierEnd(bytes, from: index) {
                end = identifier
                result.append(contentsOf: bytes[index..<end])
            } else if let number = digitRunEnd(bytes, from: index), number - index >= 16 {
                end = number
                result.append(contentsOf: "<number>".utf8)
            } else if let grouped = groupedNumberEnd(bytes, from: index) {
                end = grouped
                result.append(contentsOf: "<number>".utf8)
            } else if let phone = phoneEnd(bytes, from: index) {
                end = phone
                result.append(contentsOf: "<phone>".utf8)
            } else {
                end = digitRunEnd(bytes, from: index) ?? index + 1
                result.append(contentsOf: bytes[index..<end])
            }
            index = end
        }
        return result
    }

    /// The end of the hexadecimal identifier (trace id, digest, UUID) that the byte at `start` is part of.
    private static func identifierEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        var first = start
        while first > 0, isHex(bytes[first - 1]) || bytes[first - 1] == UInt8(ascii: "-") { first -= 1 }
        var end = start
        while end < bytes.count, isHex(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
        let token = bytes[first..<end]
        guard token.contains(where: { isHex($0) && !isDigit($0) }) else { return nil }
        let groups = token.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(\.count)
        return groups == [32] || groups == [64] || groups == [8, 4, 4, 4, 12] || groups == [2, 32, 16, 2] ? end : nil
    }

    private static func digitRunEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        return end > start ? end : nil
    }

    /// The end of sixteen digits written in groups (`3574 0101 …`, `35.74.01…`), as a NIK is often typed.
    private static func groupedNumberEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        guard let (digits, end, _) = groups(bytes, from: start), digits == 16 else { return nil }
        return end
    }

    /// The end of a phone number: `+` and 8 to 15 digits, or an Indonesian mobile number (`08…`, `628…`).
    private static func phoneEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        if bytes[start] == UInt8(ascii: "+") {
            guard let (digits, end, _) = groups(bytes, from: start + 1), (8...15).contains(digits) else { return nil }
            return end
        }
        if start > 0, isAlphanumeric(bytes[start - 1]) || ".-:_/".utf8.contains(bytes[start - 1]) { return nil }
        guard let (digits, end, text) = groups(bytes, from: start), (9...14).contains(digits) else { return nil }
        return text.starts(with: "08".utf8) || text.starts(with: "628".utf8) ? end : nil
    }

    /// Digits in groups parted by single spaces, dots or hyphens; nil when a letter follows at once.
    private static func groups(_ bytes: [UInt8], from start: Int) -> (digits: Int, end: Int, text: [UInt8])? {
        var text: [UInt8] = []
        var index = start
        var end = start
        while index < bytes.count {
            if isDigit(bytes[index]) {
                text.append(bytes[index])
                index += 1
                end = index
            } else if index == end, index > start, " .-".utf8.contains(bytes[index]) {
                index += 1
            } else {
                break
            }
        }
        guard !text.isEmpty, end >= bytes.count || !isAlphanumeric(bytes[end]) else { return nil }
        return (text.count, end, text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "f")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }
}
