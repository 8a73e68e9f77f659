/// A statement whose interpolated values are bound, never put into its text.
///
/// ```swift
/// let sql: SQL = "SELECT state FROM submissions WHERE region = \(region) AND id = ANY(\(ids))"
/// ```
/// The text `SELECT … WHERE region = $1 AND id = ANY($2)` is the key under which each connection keeps the prepared
/// statement, so write a statement once and let the values vary. Types are sent with the values; where the server needs
/// another one, cast in the text: `\(name)::citext`.
package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The statement with `$1`, `$2`, … where values stand.
    package let text: String
    let binds: SQLBinds

    /// Takes a statement without values.
    package init(stringLiteral value: String) {
        text = value
        binds = SQLBinds()
    }

    /// Takes a statement made at run time from trusted text; never from anything a user typed.
    package init(unescaped text: String) {
        self.text = text
        binds = SQLBinds()
    }

    /// Takes what the interpolation collected.
    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        binds = stringInterpolation.binds
    }
}

extension SQL {
    /// Collects the text and the binds of an interpolated statement.
    package struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var text: String
        var binds: SQLBinds

        /// Makes room.
        package init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + 3 * interpolationCount)
            binds = SQLBinds(capacity: interpolationCount)
        }

        /// Adds text of the source file.
        package mutating func appendLiteral(_ literal: String) { text.append(literal) }

        /// Binds a value.
        package mutating func appendInterpolation<T: SQLValue>(_ value: T) {
            binds.append(value)
            appendPlaceholder()
        }

        /// Binds a value, or NULL.
        package mutating func appendInterpolation<T: SQLValue>(_ value: T?) {
            if let value {
                binds.append(value)
            } else {
                binds.appendNull(of: T.self)
            }
            appendPlaceholder()
        }

        /// Adds trusted text as it is: a name from the source, never anything a user typed.
        package mutating func appendInterpolation(unescaped trusted: String) { text.append(trusted) }

        /// Adds a quoted identifier: a schema, table, column or role whose name is not fixed.
        package mutating func appendInterpolation(identifier name: String) { text.append(SQL.quoted(identifier: name)) }

        private mutating func appendPlaceholder() {
            text.append("$")
            text.append(String(binds.count))
        }
    }

    /// A name in double quotes, with the quotes inside doubled and NUL characters left out.
    package static func quoted(identifier name: String) -> String {
        var quoted = "\""
        for character in name.unicodeScalars where character != "\0" {
            if character == "\"" { quoted.append("\"") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}

extension SQL: CustomStringConvertible {
    /// The text with its placeholders; the values are not printed.
    package var description: String { text }
}

extension SQL: CustomReflectable {
    /// Shows the text and hides the values from dumps and test output.
    package var customMirror: Mirror { Mirror(self, children: ["text": text]) }
}
