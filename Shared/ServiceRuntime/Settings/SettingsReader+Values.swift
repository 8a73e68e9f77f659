import Configuration

extension SettingsReader {
    /// A text; not set gives the default, an empty one is a fault.
    package func string(_ key: String, default fallback: String) -> String {
        read(key, .string, "be a text", isRequired: false, fallback: fallback, show: { $0 }, extract: nonEmpty)
            ?? fallback
    }

    /// A text that must be set.
    package func string(_ key: String) -> String {
        read(key, .string, "be a text", isRequired: true, fallback: nil, show: { $0 }, extract: nonEmpty) ?? ""
    }

    /// A text that need not be set.
    package func optionalString(_ key: String) -> String? {
        read(key, .string, "be a text", isRequired: false, fallback: nil, show: { $0 }, extract: nonEmpty)
    }

    /// A whole number in a range.
    package func int(_ key: String, default fallback: Int, range: ClosedRange<Int>) -> Int {
        whole(key, in: range, isRequired: false, fallback: fallback) ?? fallback
    }

    /// A whole number that must be set.
    package func int(_ key: String, range: ClosedRange<Int>) -> Int {
        whole(key, in: range, isRequired: true, fallback: nil) ?? range.lowerBound
    }

    /// A whole number that need not be set.
    package func optionalInt(_ key: String, range: ClosedRange<Int>) -> Int? {
        whole(key, in: range, isRequired: false, fallback: nil)
    }

    /// A number in a range.
    package func double(_ key: String, default fallback: Double, range: ClosedRange<Double>) -> Double {
        let expectation = "be a number from \(range.lowerBound) to \(range.upperBound)"
        return read(
            key, .double, expectation, isRequired: false, fallback: fallback, show: { String($0) },
            extract: { content in content.number.flatMap { range.contains($0) ? $0 : nil } }) ?? fallback
    }

    /// Yes or no: `true`, `false`, `yes`, `no`, `1`, `0`.
    package func bool(_ key: String, default fallback: Bool) -> Bool {
        read(
            key, .bool, "be true or false", isRequired: false, fallback: fallback, show: { String($0) },
            extract: \.flag) ?? fallback
    }

    /// A list of texts, parted by commas where the source has texts only; none of them empty.
    package func list(_ key: String, default fallback: [String]) -> [String] {
        read(
            key, .stringArray, "be a list of texts parted by commas", isRequired: false, fallback: fallback,
            show: { $0.joined(separator: ",") },
            extract: { content in content.texts.flatMap { $0.contains("") ? nil : $0 } }) ?? fallback
    }

    /// One of the raw values of an enumeration.
    package func choice<Choice>(_ key: String, default fallback: Choice) -> Choice
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        let expectation = "be one of " + Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return read(
            key, .string, expectation, isRequired: false, fallback: fallback, show: { $0.rawValue },
            extract: { $0.text.flatMap(Choice.init(rawValue:)) }) ?? fallback
    }

    /// A text that the caller parses, such as a code or a path to be opened.
    ///
    /// - Parameters:
    ///   - key: The setting.
    ///   - expecting: What it must be, after "must": `be a region code`.
    ///   - isSecret: Whether `check-config` hides it.
    ///   - isRequired: Whether it must be set.
    ///   - parse: Returns nil or throws when the text is wrong; what it throws is not printed.
    /// - Returns: The value; nil when it is not set or after a fault. ``finish(_:)`` unwraps it.
    package func value<Value>(
        _ key: String, expecting: String, isSecret: Bool = false, isRequired: Bool = true,
        parse: (String) throws -> Value?
    ) -> Value? {
        let text = read(
            key, .string, expecting, isRequired: isRequired, fallback: nil, show: isSecret ? nil : { $0 },
            extract: nonEmpty)
        guard let text else { return nil }
        do {
            if let value = try parse(text) { return value }
        } catch {
            // The error may quote the text; the expectation says what to mend.
        }
        ledger.fault(key, "must \(expecting)")
        return nil
    }

    private func whole(_ key: String, in range: ClosedRange<Int>, isRequired: Bool, fallback: Int?) -> Int? {
        let expectation = "be a whole number from \(range.lowerBound) to \(range.upperBound)"
        return read(
            key, .int, expectation, isRequired: isRequired, fallback: fallback, show: { String($0) },
            extract: { content in content.whole.flatMap { range.contains($0) ? $0 : nil } })
    }

    private func nonEmpty(_ content: ConfigContent) -> String? {
        content.text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
