/// Looks for the highest rate that a suite bears: doubles until it does not, then halves the interval.
///
/// Pure: outcomes come in, rates go out.
struct CapacitySearch: Sendable, Equatable {
    /// The highest rate that was borne.
    private(set) var borne: Double?
    /// The lowest rate that was not.
    private(set) var refused: Double?
    /// The rate to try next; nil when the search is over.
    private(set) var next: Double?
    private let ceiling: Double
    private let precision: Double

    /// Begins a search.
    /// - Parameters:
    ///   - rate: the rate to try first.
    ///   - ceiling: the highest rate to try.
    ///   - precision: how near to each other the bounds have to come, as a share of the rate.
    init(from rate: Double, to ceiling: Double, precision: Double) {
        self.ceiling = ceiling
        self.precision = precision
        next = min(rate, ceiling)
    }

    /// A rate was tried.
    mutating func tried(_ rate: Double, isBorne: Bool) {
        if isBorne {
            borne = max(borne ?? 0, rate)
        } else {
            refused = min(refused ?? .infinity, rate)
        }
        next = following
    }

    private var following: Double? {
        switch (borne, refused) {
        case (nil, nil): next
        case (let borne?, nil): borne >= ceiling ? nil : min(borne * 2, ceiling)
        // Nothing was borne yet: down by halves, as long as there is a rate worth the name.
        case (nil, let refused?): refused / 2 < 0.5 ? nil : refused / 2
        case (let borne?, let refused?):
            refused - borne <= borne * precision ? nil : Self.rounded((borne + refused) / 2)
        }
    }

    /// Three digits are enough for a rate.
    private static func rounded(_ rate: Double) -> Double {
        rate >= 100 ? rate.rounded() : (rate * 10).rounded() / 10
    }
}
