/// The row of the retention schedule (*JRA*) that a record is kept by.
///
/// - Source: UU 43/2009 art. 48, PP 28/2012 art. 53: record type, period, what becomes of it.
public struct RetentionRow: Codable, Hashable, Sendable {
    /// What becomes of a record afterwards.
    public enum Disposition: String, CaseIterable, Codable, Sendable {
        /// *Dimusnahkan*.
        case destroy
        /// *Dinilai kembali*.
        case review
        /// *Dipermanenkan*.
        case permanent
    }

    /// The event from which the time counts.
    public enum Start: String, CaseIterable, Codable, Sendable {
        /// The closing of the application.
        case closed
        /// The end of the permit's validity.
        case permitExpired = "permit-expired"
    }

    /// The record class, such as `500.16.7.2`.
    public var classification: String
    /// The event from which the time counts.
    public var start: Start
    /// How long the record is active.
    ///
    /// - Units: years.
    public var activeYears: Int
    /// How long it is kept inactive after that.
    ///
    /// - Units: years.
    public var inactiveYears: Int
    /// What becomes of it afterwards.
    public var disposition: Disposition
    /// The schedule that the row is from.
    public var basis: String

    /// Describes a row.
    public init(
        classification: String, start: Start, activeYears: Int, inactiveYears: Int, disposition: Disposition,
        basis: String
    ) {
        self.classification = classification
        self.start = start
        self.activeYears = activeYears
        self.inactiveYears = inactiveYears
        self.disposition = disposition
        self.basis = basis
    }

    /// Checks texts and periods.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.length(classification, 1...50, pointer + "/classification")
        faults.require((0...100).contains(activeYears), pointer + "/activeYears", "range", "must be 0 to 100")
        faults.require((0...100).contains(inactiveYears), pointer + "/inactiveYears", "range", "must be 0 to 100")
        faults.length(basis, 1...500, pointer + "/basis")
    }
}
