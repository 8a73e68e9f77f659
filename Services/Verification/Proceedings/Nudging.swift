/// How long nothing may be heard before what was said is said again.
package struct Nudging: Sendable, Equatable {
    /// The first wait.
    ///
    /// - Units: seconds.
    package let firstSeconds: Int
    /// The longest wait, and the wait after somebody has taken a question on.
    ///
    /// - Units: seconds.
    package let longestSeconds: Int

    /// Makes a rule.
    package init(firstSeconds: Int = 60, longestSeconds: Int = 3600) {
        self.firstSeconds = firstSeconds
        self.longestSeconds = max(firstSeconds, longestSeconds)
    }

    /// The wait after a number of nudges that nothing followed: doubling, up to the longest.
    package func waitSeconds(afterNudges nudges: Int) -> Int {
        min(longestSeconds, firstSeconds << min(max(nudges, 0), 20))
    }
}
