/// What an attempt that goes well comes to.
package enum SimulatedOutcome: String, CaseIterable, Sendable {
    /// What the agency itself finds; a notice is taken.
    case match
    /// A field differs; a notice is refused for good.
    case mismatch
    /// The register does not know it; a notice's recipient does not exist.
    case notFound = "not-found"
    /// The register cannot be asked; the transport cannot be reached.
    case unavailable
}
