/// Whether real people's data may be here.
package enum Mode: String, CaseIterable, Sendable {
    /// Real work: no test tokens, no synthetic people.
    case production
    /// Trying things out: says so on every page.
    case test
}
