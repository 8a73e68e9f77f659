/// When an office is open in a week, in the local time of the region (*jam pelayanan*).
///
/// - Shape: `{"monday": [{"from": "08:00", "to": "14:00"}], …}`; a day that is missing is closed.
public struct OfficeHours: Sendable, Hashable, Codable {
    /// A span of a day.
    public struct Span: Sendable, Hashable {
        /// The first minute of the day.
        public let from: Int
        /// The minute of the day after the last.
        public let to: Int

        /// A span; nil when it is empty or outside the day.
        public init?(from: Int, to: Int) {
            guard from >= 0, from < to, to <= 1440 else { return nil }
            self.from = from
            self.to = to
        }
    }

    private let days: [Weekday: [Span]]

    /// Hours by day; each day's spans in order and apart.
    public init?(_ days: [Weekday: [Span]]) {
        for spans in days.values {
            for (earlier, later) in zip(spans, spans.dropFirst()) where earlier.to >= later.from { return nil }
        }
        self.days = days.filter { !$0.value.isEmpty }
    }

    /// Reads the hours of a week.
    init?(_ reader: inout ObjectReader) {
        var days: [Weekday: [Span]] = [:]
        for day in Weekday.allCases {
            let spans = reader.list(day.rawValue, 0...6) { (reader) -> Span? in
                let from = reader.value("from", OfficeHours.minute)
                let to = reader.value("to", OfficeHours.minute)
                guard let from, let to else { return nil }
                let span = Span(from: from, to: to)
                reader.faults.require(span != nil, reader.pointer, "range", "must end after it begins")
                return span
            }
            days[day] = spans ?? []
        }
        guard let hours = OfficeHours(days) else {
            reader.faults.add(reader.pointer, "range", "must list the spans of a day in order and apart")
            return nil
        }
        self = hours
    }

    /// The spans of a day, in order; empty when closed.
    public func spans(on day: Weekday) -> [Span] { days[day] ?? [] }

    /// Whether the office is ever open.
    public var isEverOpen: Bool { !days.isEmpty }

    /// Whether the office is open at a minute of a day.
    public func isOpen(on day: Weekday, minute: Int) -> Bool {
        spans(on: day).contains { $0.from <= minute && minute < $0.to }
    }

    private static func minute(_ text: String) throws(ContractViolation) -> Int {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard text.utf8.count == 5, parts.count == 2, parts[0].count == 2,
            parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } }), let hour = Int(String(Substring(parts[0]))),
            let minute = Int(String(Substring(parts[1]))), minute < 60, hour * 60 + minute <= 1440
        else { throw ContractViolation(code: "clock-time", message: "must be a time such as 08:00") }
        return hour * 60 + minute
    }

    private static func text(_ minute: Int) -> String {
        let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The hours as they stand in a file.
    public var json: JSONValue {
        var members: [String: JSONValue] = [:]
        for (day, spans) in days {
            members[day.rawValue] = .array(
                spans.map { ["from": .string(OfficeHours.text($0.from)), "to": .string(OfficeHours.text($0.to))] })
        }
        return .object(members)
    }

    /// Reads the form of a file.
    public init(from decoder: any Decoder) throws {
        var reader = ObjectReader(try JSONValue(from: decoder))
        let hours = OfficeHours(&reader)
        reader.finish()
        guard reader.faults.faults.isEmpty, let hours else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "no office hours",
                    underlyingError: ContractViolation(faults: reader.faults.faults)))
        }
        self = hours
    }

    /// Writes the form of a file.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
