import Foundation

/// A small generator of random numbers; equal seeds and streams give equal numbers on every machine and in every
/// version of the library.
///
/// - Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014 (SplitMix64).
struct SeededRandom: Sendable {
    private var state: UInt64

    /// Begins a stream; streams of one seed have nothing to do with each other.
    init(seed: UInt64, stream: UInt64 = 0) {
        state = Self.mixed(Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15) ^ Self.mixed(stream &+ 0xD1B5_4A32_D192_ED03))
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number from 0 up to, not including, 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number from 0 up to, not including, a bound.
    mutating func below(_ bound: Int) -> Int { Int(unit() * Double(max(1, bound))) }

    /// The time to the next event of a Poisson process with one event a unit of time on average.
    mutating func exponential() -> Double { -log(1 - unit()) }

    /// The place of the share that a draw falls into; shares need not add up to 1.
    mutating func choice(_ shares: [Double]) -> Int {
        var rest = unit() * shares.reduce(0, +)
        for (place, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return place }
        }
        return shares.lastIndex { $0 > 0 } ?? 0
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Double {
    /// The number raised to a power.
    func power(_ exponent: Double) -> Double { pow(self, exponent) }
}
