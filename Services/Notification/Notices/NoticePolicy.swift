/// How long the sender waits between attempts and when it gives up.
package struct NoticePolicy: Sendable, Equatable {
    /// The wait after the first refusal; it doubles with each further one.
    ///
    /// - Units: seconds.
    package var firstWait: Int64
    /// The longest wait.
    ///
    /// - Units: seconds.
    package var longestWait: Int64
    /// The age from which a refusal for now is a failure; a transport that cannot be reached is waited for without end.
    ///
    /// - Units: seconds.
    package var giveUpAge: Int64

    /// Makes a policy; the defaults try for two days.
    package init(firstWait: Int64 = 30, longestWait: Int64 = 3600, giveUpAge: Int64 = 172_800) {
        self.firstWait = firstWait
        self.longestWait = longestWait
        self.giveUpAge = giveUpAge
    }

    /// The wait after so many refusals.
    ///
    /// - Units: seconds.
    package func wait(afterRefusals refusals: Int) -> Int64 {
        var wait = firstWait
        for _ in 1..<max(1, refusals) where wait < longestWait { wait *= 2 }
        return min(wait, longestWait)
    }
}
