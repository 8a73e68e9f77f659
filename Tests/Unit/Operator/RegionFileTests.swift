import Contracts
import Foundation
import ServiceRuntime
import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1)))
struct RegionFileTests {
    private static let heading = "code,name,population,time_zone\n"

    private func complaint(_ lines: String) -> String? {
        #expect(throws: OperatorCommands.CommandFailure.self) { try RegionFile.parse(Self.heading + lines) }?.message
    }

    @Test func `regions are read, with dotted or plain codes`() throws {
        let regions = try RegionFile.parse(
            Self.heading + "35.74,Kota Probolinggo,243746,Asia/Jakarta\n9171,Kota Jayapura,0,Asia/Jayapura\n")
        #expect(
            regions == [
                RegionFile.Region(
                    code: try RegionCode("3574"), name: "Kota Probolinggo", population: 243_746,
                    timeZone: "Asia/Jakarta"),
                RegionFile.Region(
                    code: try RegionCode("9171"), name: "Kota Jayapura", population: 0, timeZone: "Asia/Jayapura"),
            ])
    }

    @Test func `provinces and empty lines are left out`() throws {
        let regions = try RegionFile.parse(
            Self.heading + "35,Jawa Timur,41000000,Asia/Jakarta\n\n35.74,Kota Probolinggo,1,Asia/Jakarta\n\n")
        #expect(regions.map(\.code.digits) == ["3574"])
    }

    @Test func `a name may hold commas and quotes, and lines may end as on Windows`() throws {
        let regions = try RegionFile.parse(
            "code,name,population,time_zone\r\n35.74,\"Kota \"\"P\"\", Jawa Timur\",1,Asia/Jakarta\r\n")
        #expect(regions.map(\.name) == ["Kota \"P\", Jawa Timur"])
    }

    @Test(arguments: ["", "code,name\n35.74,x", "35.74,Kota Probolinggo,1,Asia/Jakarta\n"])
    func `without the heading nothing is read`(text: String) {
        let failure = #expect(throws: OperatorCommands.CommandFailure.self) { try RegionFile.parse(text) }
        #expect(failure?.code == .fault)
        #expect(failure?.message == "line 1: the heading must be code,name,population,time_zone")
    }

    @Test func `every faulty line is named at once`() {
        let lines = [
            "35.74,Kota Probolinggo,1,Asia/Jakarta", "35.7,Kota,1,Asia/Jakarta", "35.75,Kota,many,Asia/Jakarta",
            "35.76,Kota,-1,Asia/Jakarta", "35.77,Kota,1,Europe/Berlin", "35.78,Kota,1", "35.79,,1,Asia/Jakarta",
            "3574,Kota lagi,1,Asia/Jakarta",
        ]
        #expect(
            complaint(lines.joined(separator: "\n"))?.split(separator: "\n") == [
                "line 3: the code must be four digits, such as 35.74",
                "line 4: the population must be a whole number", "line 5: the population must be a whole number",
                "line 6: the time zone must be one of Asia/Jakarta, Asia/Makassar, Asia/Jayapura",
                "line 7: must have four fields", "line 8: the name must not be empty",
                "line 9: 3574 stands in line 2 already",
            ])
    }

    @Test func `the shipped file is read`() throws {
        let file = Shipped.root.appending(path: "docker/regions.csv")
        let regions = try RegionFile.parse(String(decoding: try Data(contentsOf: file), as: UTF8.self))
        #expect(regions.contains { $0.code.digits == "3574" && $0.timeZone == "Asia/Jakarta" })
    }
}
