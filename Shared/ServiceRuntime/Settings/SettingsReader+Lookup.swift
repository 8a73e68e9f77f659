import Configuration

extension SettingsReader {
    /// What a look-up found.
    enum Found<Value> {
        case value(Value, key: String, source: String, isSecret: Bool)
        case missing
        case malformed(key: String)
    }

    /// Looks a key up in all sources, the scoped name before the plain one.
    func find<Value>(_ key: String, _ type: ConfigType, _ extract: (ConfigContent) -> Value?) -> Found<Value> {
        for name in prefix.map({ ["\($0).\(key)", key] }) ?? [key] {
            ledger.asked(name)
            let absolute = AbsoluteConfigKey(name.split(separator: ".").map(String.init))
            for source in sources {
                do {
                    guard let found = try source.provider.value(forKey: absolute, type: type).value else { continue }
                    guard let value = extract(found.content) else { return .malformed(key: name) }
                    return .value(value, key: name, source: source.name, isSecret: found.isSecret)
                } catch {
                    // The provider has the key and cannot convert it: its error may hold the value, so it is not kept.
                    return .malformed(key: name)
                }
            }
        }
        return .missing
    }

    /// Reads one setting, notes it and what is wrong with it.
    ///
    /// - Parameters:
    ///   - key: The setting.
    ///   - type: How sources hold it.
    ///   - expectation: What it must be, after "must".
    ///   - isRequired: Whether not being set is a fault when there is no fallback.
    ///   - fallback: The value when it is not set.
    ///   - show: How `check-config` prints it; nil prints `<redacted>`.
    ///   - extract: Takes and checks the value.
    /// - Returns: The value, the fallback, or nil after a fault.
    func read<Value>(
        _ key: String, _ type: ConfigType, _ expectation: String, isRequired: Bool, fallback: Value?,
        show: ((Value) -> String)?, extract: (ConfigContent) -> Value?
    ) -> Value? {
        switch find(key, type, extract) {
        case .value(let value, let name, let source, let isSecret):
            let display = isSecret ? nil : show?(value)
            ledger.record(name, display: display ?? "<redacted>", source: source)
            return value
        case .malformed(let name):
            ledger.fault(name, "must \(expectation)")
            return fallback
        case .missing:
            if let fallback {
                ledger.record(key, display: show?(fallback) ?? "<redacted>", source: "default")
                return fallback
            }
            if isRequired { ledger.fault(key, "is missing: must \(expectation)") }
            return nil
        }
    }
}

extension ConfigContent {
    /// The text, when it is one.
    var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The whole number, when it is one.
    var whole: Int? { if case .int(let number) = self { number } else { nil } }
    /// The number, when it is one.
    var number: Double? { if case .double(let number) = self { number } else { nil } }
    /// The truth value, when it is one.
    var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    /// The list of texts, when it is one.
    var texts: [String]? { if case .stringArray(let texts) = self { texts } else { nil } }
}
