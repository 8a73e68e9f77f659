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

    /// What is done about a due application.
    ///
    /// - Parameters:
    ///   - nudges: how often it was said again since something was last heard.
    ///   - silentSeconds: how long nothing was heard of it.
    ///   - waitingForPeople: whether people have the next move, so that silence is right.
    /// - Returns: whether it is said again now, and the seconds until it is looked at next.
    package func verdict(
        afterNudges nudges: Int, silentSeconds: Int, waitingForPeople: Bool
    ) -> (isNudged: Bool, waitSeconds: Int) {
        let wait = waitingForPeople ? longestSeconds : firstSeconds
        if nudges == 0, silentSeconds < wait { return (false, wait - max(silentSeconds, 0)) }
        return (true, waitingForPeople ? longestSeconds : waitSeconds(afterNudges: nudges + 1))
    }
}
