/// What `mpp load compare --json` prints.
struct ComparisonOutput: Encodable {
    /// One figure.
    struct Figure: Encodable {
        /// Its name.
        let name: String
        /// The first run's, in the unit of the result.
        let first: Double?
        /// The second run's.
        let second: Double?
        /// The second divided by the first.
        let ratio: Double?
        /// Whether it is worse by more than the tolerance; nil without one.
        let worse: Bool?
    }

    /// Whether the figures say something about one another.
    let comparable: Bool
    /// Why not.
    let obstacles: [String]
    /// What else differs.
    let remarks: [String]
    /// The figures.
    let figures: [Figure]
}
