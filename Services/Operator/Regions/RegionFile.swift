import Contracts

/// The CSV file of the regions.
///
/// - Shape: UTF-8, heading `code,name,population,time_zone`, one region a line; a name with a comma stands in quotes;
///   codes dotted (`35.74`) or plain.
enum RegionFile {
    /// A region of the file.
    struct Region: Sendable, Equatable {
        let code: RegionCode
        let name: String
        let population: Int64
        let timeZone: String
    }

    private static let zones = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]

    /// Reads the regions; provinces are left out.
    /// - Throws: `CommandFailure` that names every faulty line.
    static func parse(_ text: String) throws -> [Region] {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard lines.first.map({ fields($0) }) == ["code", "name", "population", "time_zone"] else {
            throw CommandFailure.fault("line 1: the heading must be code,name,population,time_zone")
        }
        var regions: [Region] = []
        var faults: [String] = []
        var places: [RegionCode: Int] = [:]
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let parts = fields(line)
            guard parts.count == 4 else {
                faults.append("line \(index + 1): must have four fields")
                continue
            }
            if parts[0].count == 2 { continue }
            do throws(ContractViolation) {
                let code = try RegionCode(parts[0])
                guard !parts[1].isEmpty else {
                    faults.append("line \(index + 1): the name must not be empty")
                    continue
                }
                guard let population = Int64(parts[2]), population >= 0 else {
                    faults.append("line \(index + 1): the population must be a whole number")
                    continue
                }
                guard zones.contains(parts[3]) else {
                    faults.append("line \(index + 1): the time zone must be one of \(zones.joined(separator: ", "))")
                    continue
                }
                if let place = places.updateValue(index + 1, forKey: code) {
                    faults.append("line \(index + 1): \(parts[0]) stands in line \(place) already")
                    continue
                }
                regions.append(Region(code: code, name: parts[1], population: population, timeZone: parts[3]))
            } catch {
                faults.append("line \(index + 1): the code must be four digits, such as 35.74")
            }
        }
        if !faults.isEmpty { throw CommandFailure.fault(faults.joined(separator: "\n")) }
        return regions
    }

    /// The fields of a line; quotes may stand around a field, and a doubled quote within them means one.
    private static func fields(_ line: Substring) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var characters = line.makeIterator()
        var next = characters.next()
        while let character = next {
            next = characters.next()
            switch character {
            case "\"" where isQuoted && next == "\"":
                field.append("\"")
                next = characters.next()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(field)
                field = ""
            default: field.append(character)
            }
        }
        return fields + [field]
    }
}
