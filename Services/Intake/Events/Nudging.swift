/// How long nothing may be heard of an application before it is said again.
package struct Nudging: Sendable, Equatable {
    /// The first wait.
    ///
    /// - Units: seconds.
    package let firstSeconds: Int
    /// The longest wait, and the wait while the application waits for people.
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

    /// The wait after an event.
    package func waitSeconds(waitingForPeople: Bool) -> Int {
        waitingForPeople ? longestSeconds : firstSeconds
    }
}
