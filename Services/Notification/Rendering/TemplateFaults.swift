/// Every fault of a folder of templates.
package struct TemplateFaults: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    package let faults: [TemplateFault]

    /// Collects faults.
    package init(_ faults: [TemplateFault]) { self.faults = faults }

    /// One fault in each line.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
