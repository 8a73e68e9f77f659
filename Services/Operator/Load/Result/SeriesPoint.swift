/// What was measured in one second of a run.
struct SeriesPoint: Codable, Sendable, Equatable {
    /// The second's end.
    ///
    /// - Units: seconds since the run's start.
    var at: Double
    /// The measurements by name; a source that could not be asked has no value, never zero.
    var values: [String: Double]
}
