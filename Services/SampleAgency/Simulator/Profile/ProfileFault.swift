/// Why a profile is refused: the word that is wrong, and what it must be.
package struct ProfileFault: Error, Equatable, CustomStringConvertible {
    /// The word, with the words above it: `rates.error`.
    package let word: String
    /// What it must be.
    package let expectation: String

    /// Names a fault.
    package init(_ word: String, _ expectation: String) {
        self.word = word
        self.expectation = expectation
    }

    /// Word and expectation on one line.
    package var description: String { word.isEmpty ? "the profile \(expectation)" : "\(word) \(expectation)" }
}
