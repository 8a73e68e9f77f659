/// What was built.
package enum BuildInfo {
    /// The version of the suite.
    package static let version = "0.1.0"

    /// The compiler's language version.
    static let swift = "6.3"
}
