/// What is wrong with the plan of a run, found before anything is sent.
struct LoadFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which word is wrong, and what it should be.
    let description: String

    /// Makes a fault.
    init(_ description: String) { self.description = description }
}
