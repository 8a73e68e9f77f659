import ArgumentParser
import Contracts
import Database
import Foundation

/// `mpp calendar`: the days off and office hours that deadlines follow.
struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "The days off and office hours that deadlines follow.",
        subcommands: [Import.self])

    /// `mpp calendar import FILE`.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Reads one version of a year's calendar; open deadlines follow it.",
            discussion: """
                A version that is there with the same content is left alone; one with other content is refused: give the \
                change a version of its own.
                """)

        @Argument(help: "The calendar's JSON file.")
        var file: String

        @Flag(help: "Print {\"calendar\": …, \"imported\": …}.")
        var json = false

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure.fault("\(file) cannot be read")
            }
            let content: JSONValue
            let calendar: WorkingCalendar
            do {
                content = try JSONDecoder().decode(JSONValue.self, from: data)
                calendar = try WorkingCalendar(content)
            } catch let violation as ContractViolation {
                throw CommandFailure.fault("\(file) is not a calendar:\n\(violation)")
            } catch {
                throw CommandFailure.fault("\(file) is not JSON")
            }
            let isNew = try await store(calendar, JSONText(Array(try JSONEncoder().encode(content))))
            if json {
                try Terminal.say(json: Outcome(calendar: calendar.name, imported: isNew))
            } else {
                Terminal.say("\(calendar.name) \(isNew ? "imported" : "was there already")")
            }
        }

        private struct Outcome: Encodable {
            let calendar: String
            let imported: Bool
        }

        private func store(_ calendar: WorkingCalendar, _ content: JSONText) async throws -> Bool {
            let region = calendar.region?.digits ?? "ID"
            return try await SuiteDatabase.with(schema: "verification", OperatorEnvironment()) { pool in
                let inserted = try await pool.execute(
                    """
                    INSERT INTO calendars (region, year, version, content) \
                    VALUES (\(region), \(Int32(calendar.year)), \(Int32(calendar.version)), \(content)) \
                    ON CONFLICT DO NOTHING
                    """)
                if inserted == 1 { return true }
                let isSame = try await pool.scalar(
                    """
                    SELECT content = \(content) FROM calendars WHERE region = \(region) \
                    AND year = \(Int32(calendar.year)) AND version = \(Int32(calendar.version))
                    """, as: Bool.self)
                guard isSame == true else {
                    throw CommandFailure.fault(
                        "\(calendar.name) is there with other content; give the change a version of its own")
                }
                return false
            }
        }
    }
}
