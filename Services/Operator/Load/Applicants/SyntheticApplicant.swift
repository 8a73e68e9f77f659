import Contracts

/// A person who cannot exist: the serial of the number is 0000, which is never given out, and only a suite in test mode
/// takes it.
///
/// Equal seeds and numbers give equal persons; different numbers of one run give different persons, up to
/// ``SyntheticApplicant/population`` in a region.
struct SyntheticApplicant: Sendable, Equatable {
    private static let districts = 99
    private static let days = 28
    private static let months = 12
    private static let firstYear = 45
    private static let years = 55
    /// How many different persons there are in a region.
    static let population = districts * days * months * years * 2

    /// The region of the first registration.
    let region: RegionCode
    /// Which person of the run it is.
    let number: Int
    /// The 16 digits (*NIK*).
    let nik: String
    /// The birth date, `1968-04-21`.
    let birthDate: String
    /// `female` or `male`.
    let sex: String

    /// Makes the person of a number.
    init(number: Int, region: RegionCode, seed: UInt64) {
        self.region = region
        self.number = number
        var place = Self.place(number, seed: seed)
        func take(_ count: Int) -> Int {
            defer { place /= count }
            return place % count
        }
        let isFemale = take(2) == 1
        let day = 1 + take(Self.days)
        let month = 1 + take(Self.months)
        let year = Self.firstYear + take(Self.years)
        let district = 1 + take(Self.districts)
        sex = isFemale ? "female" : "male"
        birthDate = "19\(Self.two(year))-\(Self.two(month))-\(Self.two(day))"
        nik =
            region.digits + Self.two(district) + Self.two(isFemale ? day + 40 : day) + Self.two(month) + Self.two(year)
            + "0000"
    }

    /// The place of a person among all of the region: the numbers are shuffled, none twice.
    private static func place(_ number: Int, seed: UInt64) -> Int {
        var random = SeededRandom(seed: seed, stream: 0x0B0D)
        // Odd and of no common factor with the population, so that the multiplication meets every place once.
        var factor = random.below(population) | 1
        while greatestCommonDivisor(factor, population) != 1 { factor += 2 }
        return (number % population * factor + random.below(population)) % population
    }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    /// What an application says about the person, of the fields that the service asks for.
    func fields(_ fields: [String]) -> [String: JSONValue] {
        var members: [String: JSONValue] = ["nik": .string(nik)]
        for field in fields {
            switch field {
            case "name": members[field] = .string("Contoh Beban \(number)")
            case "birthPlace": members[field] = "Contoh"
            case "birthDate": members[field] = .string(birthDate)
            case "sex": members[field] = .string(sex)
            case "address": members[field] = .string("Jalan Contoh \(number), \(region.dotted)")
            case "email": members[field] = .string(email)
            case "phone": members[field] = "+628110000000"
            default: break
            }
        }
        return members
    }

    /// An address that no mail ever reaches.
    ///
    /// - Source: RFC 2606: the top-level domain `invalid`.
    var email: String { "beban-\(region.digits)-\(number)@example.invalid" }
}
