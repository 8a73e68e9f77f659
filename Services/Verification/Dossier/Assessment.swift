package import Contracts

/// What was found when an application was looked at for completeness (*pemeriksaan kelengkapan*).
package struct Assessment: Hashable, Sendable {
    /// Everything that must be mended; empty when the application is complete.
    package let defects: [Defect]
    /// What looks odd; shown to the officer, refuses nothing.
    package let doubts: [String]

    /// Collects findings.
    package init(defects: [Defect], doubts: [String] = []) {
        self.defects = defects
        self.doubts = doubts
    }
}
