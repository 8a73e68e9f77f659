/// Numbers between 0 and 1 that depend on the seed, on what is dealt with, on the attempt and on the purpose, and on
/// nothing else: not on the order, not on the process, not on the machine.
///
/// - Source: FNV-1a for the key; the finalizer of SplitMix64 (Steele, Lea, Flood, 2014) to spread it.
package struct SimulationDraws: Sendable {
    private let state: UInt64

    /// Begins for one attempt.
    ///
    /// - Parameters:
    ///   - seed: the profile's.
    ///   - key: what is dealt with: a check's or a notice's id.
    ///   - attempt: which attempt, from 1.
    package init(seed: UInt64, key: String, attempt: Int) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x100_0000_01b3
        }
        state = Self.spread(Self.spread(hash ^ Self.spread(seed)) ^ UInt64(truncatingIfNeeded: attempt))
    }

    /// The number for a purpose, above 0 and below 1.
    package func number(for purpose: Purpose) -> Double {
        let bits = Self.spread(state ^ Self.spread(UInt64(purpose.rawValue))) >> 11
        return (Double(bits) + 0.5) / Double(UInt64(1) << 53)
    }

    /// What a number is for; each has its own.
    package enum Purpose: UInt8, Sendable {
        /// How long it takes.
        case latency = 1
        /// What goes wrong.
        case fault = 2
        /// What it comes to.
        case outcome = 3
        /// In which of several ways it goes wrong.
        case variant = 4
    }

    private static func spread(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
