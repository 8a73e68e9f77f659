package import Configuration

/// Reads settings strictly: a value that does not parse is a fault, never silently the default.
///
/// The first source that has the key wins: command line, environment, secrets directory, JSON file, default. Keys are
/// dotted; `database.poolSize` is `DATABASE_POOL_SIZE` in the environment and `database-pool-size` in the secrets
/// directory. An empty environment variable counts as not set.
///
/// Faults are collected, not thrown, so that a start lists all of them at once: each method returns its default, or an
/// empty stand-in, after a fault, and ``finish()`` throws.
package struct SettingsReader: Sendable {
    /// A place that settings come from.
    package struct Source: Sendable {
        /// What `check-config` calls it.
        package var name: String
        /// The values.
        package var provider: any ConfigProvider

        /// A named place.
        package init(name: String, provider: any ConfigProvider) {
            self.name = name
            self.provider = provider
        }
    }

    let sources: [Source]
    let ledger: SettingsLedger
    let overrides: [String]
    let prefix: String?

    /// A reader over sources, the first of which wins.
    ///
    /// - Parameters:
    ///   - sources: Where values come from.
    ///   - overrides: Keys given on the command line; one that nobody reads is a fault.
    package init(sources: [Source], overrides: [String] = []) {
        self.init(sources: sources, ledger: SettingsLedger(), overrides: overrides, prefix: nil)
    }

    /// A reader over one provider, for tests.
    package init(provider: any ConfigProvider) {
        self.init(sources: [Source(name: "test", provider: provider)])
    }

    /// A reader over texts as they would stand in the environment, by dotted key, for tests.
    package init(values: [String: String]) {
        self.init(provider: Self.textProvider(values))
    }

    private init(sources: [Source], ledger: SettingsLedger, overrides: [String], prefix: String?) {
        self.sources = sources
        self.ledger = ledger
        self.overrides = overrides
        self.prefix = prefix
    }

    /// A reader that looks for `<prefix>.<key>` first and then for `<key>`, for several services in one process.
    package func scoped(to prefix: String) -> SettingsReader {
        SettingsReader(sources: sources, ledger: ledger, overrides: overrides, prefix: prefix)
    }

    /// Ends the reading.
    ///
    /// - Throws: All faults there were.
    package func finish() throws(SettingsError) {
        for key in overrides where !ledger.knows(key) {
            ledger.fault(key, "is not a setting of this service")
        }
        let faults = ledger.faults
        if !faults.isEmpty { throw SettingsError(faults) }
    }

    /// Ends the reading and hands out a value that is there when nothing was wrong.
    ///
    /// - Throws: All faults there were.
    package func finish<Value>(_ value: Value?) throws(SettingsError) -> Value {
        try finish()
        guard let value else {
            throw SettingsError([.init(key: "settings", expectation: "must all be set")])
        }
        return value
    }

    /// Notes a fault that only the caller can see, such as a file that does not parse.
    ///
    /// - Parameters:
    ///   - key: The setting.
    ///   - expectation: What it must be: `must name a readable key ring`; never its value.
    package func fault(_ key: String, _ expectation: String) {
        ledger.fault(key, expectation)
    }

    /// What was read, by key, with secrets masked.
    package var effective: [(key: String, value: String, source: String)] {
        ledger.entries.map { ($0.key, $0.value.display, $0.value.source) }
    }

    /// Every key that was asked for, set or not, in order.
    package var keys: [String] { ledger.allAsked }

    /// The name of a key in the environment.
    package static func environmentName(of key: String) -> String {
        var name = ""
        var previous: Character?
        for character in key {
            if character == "." || character == "-" {
                name.append("_")
            } else {
                if character.isUppercase, previous?.isLowercase == true { name.append("_") }
                name.append(contentsOf: character.uppercased())
            }
            previous = character
        }
        return name
    }

    /// A provider of texts by dotted key, parsed as the environment is.
    static func textProvider(_ values: [String: String]) -> EnvironmentVariablesProvider {
        let named = values.map { (environmentName(of: $0.key), $0.value) }
        return EnvironmentVariablesProvider(
            environmentVariables: Dictionary(named, uniquingKeysWith: { first, _ in first }))
    }
}
