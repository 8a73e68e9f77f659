package import Contracts
import Crypto
import Foundation

extension KeyRing {
    /// Characters of an access code; 5 bits each.
    private static let accessCodeLength = 16

    /// The hash by which a person is found again without knowing who he is.
    /// - Throws: `SealingError.noAudience`.
    package func lookupHash(of nik: NationalID, region: RegionCode) throws(SealingError) -> LookupHash {
        let (kid, key) = try currentKey("nik", region: region.digits)
        return LookupHash(
            keyID: kid, hmac: Array(HMAC<SHA256>.authenticationCode(for: Data(nik.digits.utf8), using: key)))
    }

    /// The access code of an application: with the number, it lets anyone who holds both see the state.
    ///
    /// - Shape: 80 bits as four groups of four characters.
    /// - Throws: `SealingError.noAudience`.
    package func accessCode(for submission: SubmissionID) throws(SealingError) -> String {
        let text = ReadableAlphabet.text(Self.code(submission, try commonKey("access-code").key))
        var groups = ""
        for (place, character) in text.enumerated() {
            if place > 0, place % 4 == 0 { groups.append("-") }
            groups.append(character)
        }
        return groups
    }

    /// Whether a code belongs to an application, in any epoch; takes the same time for every wrong code of its length.
    package func verifyAccessCode(_ text: String, for submission: SubmissionID) -> Bool {
        let given = text.unicodeScalars.compactMap(ReadableAlphabet.value(of:))
        guard given.count == Self.accessCodeLength else { return false }
        let keys: [SymmetricKey]
        do {
            keys = try everyKey("access-code")
        } catch {
            // Without a key no code is right.
            return false
        }
        return keys.reduce(false) { isRight, key in
            let difference = zip(given, Self.code(submission, key)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
            return difference == 0 || isRight
        }
    }

    /// The values of a code, 5 bits each.
    private static func code(_ submission: SubmissionID, _ key: SymmetricKey) -> [UInt8] {
        let hash = Array(HMAC<SHA256>.authenticationCode(for: Data(submission.description.utf8), using: key))
        return (0..<accessCodeLength).map { place in
            var value: UInt8 = 0
            for position in (place * 5)..<(place * 5 + 5) {
                let shift = UInt8(7 - position % 8)
                value = value << 1 | (hash[position / 8] >> shift) & 1
            }
            return value
        }
    }
}
