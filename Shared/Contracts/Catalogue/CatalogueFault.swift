/// One thing wrong with a file of the catalogue.
public struct CatalogueFault: Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    public let file: String
    /// What is wrong, and where in the file.
    public let fault: Fault

    /// Names file and fault.
    public init(file: String, fault: Fault) {
        self.file = file
        self.fault = fault
    }

    /// File, pointer, code and message on one line.
    public var description: String { "\(file)#\(fault)" }
}
