/// Everything found wrong with a value that came from outside; safe to print.
///
/// - Shape: at least one fault; never the offending values.
public struct ContractViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// All faults, in the order of the document.
    public let faults: [Fault]

    /// Collects faults into one error.
    public init(faults: [Fault]) { self.faults = faults }

    /// Describes a single fault.
    public init(pointer: String = "", code: String, message: String) {
        self.init(faults: [Fault(pointer: pointer, code: code, message: message)])
    }

    /// The faults, separated by semicolons.
    public var description: String { faults.map(\.description).joined(separator: "; ") }
}
