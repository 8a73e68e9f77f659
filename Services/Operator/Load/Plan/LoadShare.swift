/// Which of a run's requests one generator sends.
struct LoadShare: Sendable, Equatable {
    /// The generator's place, from 1.
    let place: Int
    /// How many generators there are.
    let count: Int

    /// The only generator.
    static let whole = LoadShare(place: 1, count: 1)

    /// Makes a share.
    init(place: Int, count: Int) {
        self.place = place
        self.count = count
    }

    /// Reads `i/n`.
    /// - Throws: `LoadFault` that names the word.
    init(_ text: String) throws(LoadFault) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let place = parts[0], let count = parts[1], (1...1000).contains(count),
            (1...count).contains(place)
        else { throw LoadFault("--share: \(text) is not i/n with i from 1 to n") }
        self.init(place: place, count: count)
    }

    /// Whether a request is this generator's.
    func includes(_ index: Int) -> Bool { index % count == place - 1 }
}
