import Testing

/// One thing that goes wrong: a row of the matrix.
struct Fault: Sendable, CustomTestStringConvertible {
    /// What is let down meanwhile, so that its consequences are no defect.
    struct Allowance: OptionSet, Sendable {
        let rawValue: Int

        /// Messages are lost to the broker, so silence has to be noticed: applications are nudged.
        static let nudges = Allowance(rawValue: 1)
        /// Notification may die between handing a notice over and writing that it did: a mail may be there twice, and is
        /// then listed.
        static let doubleMails = Allowance(rawValue: 2)
        /// Messages find no queue: they are parked for an operator.
        static let unrouted = Allowance(rawValue: 4)
    }

    /// What goes wrong.
    let name: String
    /// Whether a deciding run fails where it cannot be made.
    var isRequired = true
    /// Whether it belongs to the short matrix.
    var isShort = false
    /// What may come of it.
    var allows: Allowance = []
    /// How long nothing may be heard of an application before it is said again.
    ///
    /// Long where no message is lost: then nothing but the outbox may bring things on.
    var nudgeSeconds: Int { allows.contains(.nudges) ? 5 : 120 }
    /// Says why this machine cannot make it; nil when it can.
    var obstacle: @Sendable (FaultStage) async throws -> String? = { _ in nil }
    /// Makes it, and holds it.
    let inject: @Sendable (FaultStage) async throws -> Void
    /// Ends it.
    var heal: @Sendable (FaultStage) async throws -> Void = { _ in }
    /// Looks for more than what holds after every fault.
    var verify: @Sendable (FaultStage) async throws -> Void = { _ in }

    var testDescription: String { name }
}
