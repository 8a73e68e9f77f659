package import ServiceRuntime

/// The answer to one application.
package enum FilingAnswer: Sendable, Equatable {
    /// It is kept now.
    case accepted(Receipt)
    /// It was kept before, under the same key.
    case replayed(Receipt)
    /// It is not kept.
    case refused(Problem)
}
