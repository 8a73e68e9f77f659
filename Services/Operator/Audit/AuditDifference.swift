/// A place where the books do not close.
struct AuditDifference: Encodable, Equatable, Sendable {
    /// How many ids are named.
    static let idLimit = 1000

    let equation: Equation
    let region: String
    /// The agency, where the equation is about one.
    let agency: String?
    /// The consumer or the line of the books, where the equation is about one.
    let line: String?
    let expected: Int64
    let actual: Int64
    /// The submissions that make the difference, as far as they can be told.
    var ids: [String]
    /// What the two sides differ by.
    let tally: Tally

    init(
        _ equation: Equation, region: String, agency: String? = nil, line: String? = nil, expected: Tally,
        actual: Tally, ids: [String] = []
    ) {
        self.equation = equation
        self.region = region
        self.agency = agency
        self.line = line
        self.expected = expected.total
        self.actual = actual.total
        self.ids = ids
        tally = expected - actual
    }

    /// A difference of ids: so many faults where none may be.
    init(_ equation: Equation, region: String, faults ids: [String], count: Int64? = nil) {
        self.init(
            equation, region: region, expected: Tally(), actual: Tally(total: count ?? Int64(ids.count)),
            ids: Array(ids.prefix(Self.idLimit)))
    }

    private enum CodingKeys: String, CodingKey { case equation, region, agency, line, expected, actual, ids }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(equation, forKey: .equation)
        try container.encode(region, forKey: .region)
        try container.encode(agency, forKey: .agency)
        try container.encode(line, forKey: .line)
        try container.encode(expected, forKey: .expected)
        try container.encode(actual, forKey: .actual)
        try container.encode(ids, forKey: .ids)
    }
}
