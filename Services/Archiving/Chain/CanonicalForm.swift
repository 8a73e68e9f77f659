/// The bytes over which a record's hash is taken, simple enough to be made again by anybody in any language.
///
/// - Shape: the line `mpp-record-1`, then one line for each field in a fixed order: `name:length:value`, where `length`
///   is the number of UTF-8 bytes of the value in decimal digits; `name:-` where the field has no value. Every line
///   ends with one line feed (0x0A). Times are RFC 3339 in UTC as in the messages, days `2026-03-17`, hashes 64 lower-case
///   hexadecimal digits, identifiers lower-case. Since lengths are given, no value can pass for another field.
package struct CanonicalForm: Sendable, Equatable {
    /// The bytes so far.
    package private(set) var bytes: [UInt8]

    /// Begins a form.
    package init(title: String) {
        bytes = Array(title.utf8)
        bytes.append(0x0A)
    }

    /// Adds a field.
    package mutating func add(_ name: String, _ value: String?) {
        bytes += name.utf8
        bytes.append(UInt8(ascii: ":"))
        if let value {
            bytes += String(value.utf8.count).utf8
            bytes.append(UInt8(ascii: ":"))
            bytes += value.utf8
        } else {
            bytes.append(UInt8(ascii: "-"))
        }
        bytes.append(0x0A)
    }
}
