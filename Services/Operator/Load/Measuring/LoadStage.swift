/// The stages of an application, told apart by the times in the suite's own events.
///
/// Verification, agency, decision and applicant follow one another without a gap from the moment of acceptance to the
/// closing; notice and archive go on side by side after it.
enum LoadStage: String, CaseIterable, Codable, Sendable {
    /// From the intended start of the request to the whole answer of intake.
    case accept
    /// From the acceptance, or from a correction, until the agencies are asked.
    case verification
    /// From the first question to the last answer as verification recorded it: queues, agency and all.
    case agency
    /// From the last answer to the closing. Zero where a rule decides, since it does so in the transaction that records
    /// the answer.
    case decision
    /// From the request for a correction until verification has the correction, without the time that the run lets the
    /// applicant think.
    case applicant
    /// From the closing until the notice of the decision was handed over.
    case notice
    /// From the closing until the record stands in the chain.
    case archive
    /// From the later of notice and archive, by their own times, to the arrival of the last event: commit, broker, and
    /// the generator's own way.
    case delivery
    /// From the intended start of the request to the arrival of the last event: archived, and the decision told;
    /// without the time that the run lets the applicant think before a correction.
    case whole
}
