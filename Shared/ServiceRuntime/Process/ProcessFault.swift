/// An error that says with which code the process ends; thrown while building or by a running service.
///
/// The description is printed and logged, so it must not hold values that are secret or personal.
package protocol ProcessFault: Error, CustomStringConvertible {
    /// The code to exit with.
    var exitCode: ExitCode { get }
}
