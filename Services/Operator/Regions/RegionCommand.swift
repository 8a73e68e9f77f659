import ArgumentParser
import Contracts
import Database
import Foundation

/// `mpp region`: the regions that the suite serves.
struct RegionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "region", abstract: "The regions that the suite serves.", subcommands: [Import.self])

    /// `mpp region import FILE`.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Reads regions from a CSV file: code,name,population,time_zone.",
            discussion: "Provinces (two digits) are left out. A region that is there already is brought up to date.")

        @Argument(help: "The CSV file, with the heading code,name,population,time_zone.")
        var file: String

        @Flag(help: "Print {\"imported\": n}.")
        var json = false

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure.fault("\(file) cannot be read")
            }
            let regions = try RegionFile.parse(String(decoding: data, as: UTF8.self))
            try await SuiteDatabase.with(schema: "intake", OperatorEnvironment()) { pool in
                try await pool.transaction { transaction in
                    let codes = regions.map(\.code.digits)
                    let names = regions.map(\.name)
                    let zones = regions.map(\.timeZone)
                    for schema in ["intake", "verification", "notification"] {
                        transaction.send(
                            """
                            INSERT INTO \(identifier: schema).regions (region, name, population, time_zone) \
                            SELECT * FROM unnest(\(codes), \(names), \(regions.map(\.population)), \(zones)) \
                            ON CONFLICT (region) DO UPDATE SET name = excluded.name, \
                            population = excluded.population, time_zone = excluded.time_zone
                            """)
                    }
                }
            }
            if json {
                try Terminal.say(json: ["imported": regions.count])
            } else {
                Terminal.say("\(regions.count) regions imported")
            }
        }
    }
}
