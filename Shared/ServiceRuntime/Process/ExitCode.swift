/// How a process ends.
///
/// - Source: 2 as shells use it, 69 and 78 from BSD `sysexits.h`.
package enum ExitCode: Int32, Sendable {
    /// All went well.
    case success = 0
    /// A fault was found, or something fell short.
    case fault = 1
    /// The command line is wrong.
    case usage = 2
    /// A server a tool needs cannot be reached; services wait instead.
    case unavailable = 69
    /// A setting is missing or wrong, or the schema does not fit.
    case configuration = 78
}
