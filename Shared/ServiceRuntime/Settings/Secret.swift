/// A value that never prints.
package struct Secret<Value: Sendable>: Sendable {
    /// The value itself; not to be logged.
    package let value: Value

    /// Wraps a value.
    package init(_ value: Value) {
        self.value = value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<redacted>`.
    package var description: String { "<redacted>" }
    /// `<redacted>`.
    package var debugDescription: String { "<redacted>" }
    /// Shows nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
