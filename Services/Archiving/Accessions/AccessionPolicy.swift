/// How long archiving waits for what it does not find.
package struct AccessionPolicy: Sendable, Equatable {
    /// The wait after the first try; it doubles with each further one.
    ///
    /// - Units: seconds.
    package var firstWait: Int64
    /// The longest wait.
    ///
    /// - Units: seconds.
    package var longestWait: Int64
    /// The age from which a missing document is recorded as missing instead of being waited for.
    ///
    /// - Units: seconds.
    package var patience: Int64

    /// Makes a policy; the defaults wait three days for a missing document.
    package init(firstWait: Int64 = 30, longestWait: Int64 = 3600, patience: Int64 = 259_200) {
        self.firstWait = firstWait
        self.longestWait = longestWait
        self.patience = patience
    }

    /// The wait after so many tries.
    ///
    /// - Units: seconds.
    package func wait(afterTries tries: Int) -> Int64 {
        var wait = firstWait
        for _ in 1..<max(1, tries) where wait < longestWait { wait *= 2 }
        return min(wait, longestWait)
    }
}
