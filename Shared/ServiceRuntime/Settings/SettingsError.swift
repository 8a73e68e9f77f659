/// Settings with which a process must not start.
package struct SettingsError: ProcessFault, Equatable {
    /// One setting that is missing or wrong.
    package struct Fault: Hashable, Sendable, Comparable, CustomStringConvertible {
        /// The dotted key.
        package var key: String
        /// What the setting must be, without its value: `must be a whole number from 1 to 100`.
        package var expectation: String

        /// A fault of one setting.
        package init(key: String, expectation: String) {
            self.key = key
            self.expectation = expectation
        }

        /// `broker.url (BROKER_URL) must …`.
        package var description: String { "\(key) (\(SettingsReader.environmentName(of: key))) \(expectation)" }

        /// By key, then text.
        package static func < (left: Fault, right: Fault) -> Bool {
            (left.key, left.expectation) < (right.key, right.expectation)
        }
    }

    /// All faults, ordered by key.
    package let faults: [Fault]

    /// An error of these faults.
    package init(_ faults: [Fault]) {
        self.faults = faults.sorted()
    }

    /// Always 78.
    package var exitCode: ExitCode { .configuration }

    /// All faults, one a line.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
