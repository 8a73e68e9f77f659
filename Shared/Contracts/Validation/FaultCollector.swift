/// Gathers faults so that one answer can name them all.
package struct FaultCollector: Sendable {
    /// What was found so far.
    package private(set) var faults: [Fault] = []

    /// Starts without a fault.
    package init() {}

    /// Adds one fault.
    package mutating func add(_ pointer: String, _ code: String, _ message: String) {
        faults.append(Fault(pointer: pointer, code: code, message: message))
    }

    /// Adds faults that were found elsewhere.
    package mutating func add(_ others: [Fault]) { faults.append(contentsOf: others) }

    /// Adds a fault unless the condition holds.
    package mutating func require(
        _ condition: Bool, _ pointer: String, _ code: String, _ message: @autoclosure () -> String
    ) {
        if !condition { add(pointer, code, message()) }
    }

    /// Requires a text of a length in Unicode scalars.
    package mutating func length(_ text: String, _ range: ClosedRange<Int>, _ pointer: String) {
        require(
            range.contains(text.unicodeScalars.count), pointer, "length",
            "must have \(range.lowerBound) to \(range.upperBound) characters")
    }

    /// Requires a number of elements.
    package mutating func count(_ count: Int, _ range: ClosedRange<Int>, _ pointer: String) {
        require(
            range.contains(count), pointer, "count", "must have \(range.lowerBound) to \(range.upperBound) elements")
    }

    /// Throws when anything was found.
    ///
    /// - Throws: `ContractViolation` with all faults.
    package func finish() throws(ContractViolation) {
        if !faults.isEmpty { throw ContractViolation(faults: faults) }
    }
}
