/// Everything wrong with the files of a catalogue.
public struct CatalogueViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// All faults, by file and then in the file's order.
    public let faults: [CatalogueFault]

    /// Collects faults.
    public init(faults: [CatalogueFault]) { self.faults = faults }

    /// The faults, one a line.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
