package import Logging

/// The metadata attribute that keeps a value out of the log.
package enum LogSensitivity: Int64, Logger.MetadataValueAttributes.Attribute {
    /// The handler prints `<redacted>` instead of the value.
    case sensitive = 1
}

extension Logger.MetadataValue {
    /// A value that is never printed.
    package static func sensitive(_ value: String) -> Logger.MetadataValue {
        .attributed(value, attributes: [LogSensitivity.sensitive])
    }
}
