import Contracts
import Foundation
import Testing

@Suite("Catalogue", .timeLimit(.minutes(1)))
struct CatalogueTests {
    private func withDirectory(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("catalogue-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }  // Only a temporary folder stays behind.
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        try body(directory.path)
    }

    private func faults(_ directory: String) -> [String] {
        do {
            _ = try Catalogue.load(directory: directory)
            return []
        } catch {
            return error.faults.map { "\($0.file)#\($0.fault.pointer) \($0.fault.code)" }
        }
    }

    private func json(_ value: JSONValue) throws -> String { String(decoding: try value.json(), as: UTF8.self) }

    private func service(_ version: Int64, from day: String, region: JSONValue?) throws -> ServiceDefinition {
        var members = ServiceSample.definition.object ?? [:]
        members["version"] = .integer(version)
        members["effectiveFrom"] = .string(day)
        members["region"] = region
        return try ServiceDefinition(.object(members))
    }

    @Test func `every fault of every file is named with the file`() throws {
        let files = [
            "a.json": try json(ServiceSample.definition), "b.json": try json(ServiceSample.changed("/code", nil)),
            "c.json": "{\n  \"code\": }", "d.json": try json(ServiceSample.changed("/form/properties/kind/title", "x")),
            "notes.txt": "not read",
        ]
        try withDirectory(files) { directory in
            #expect(
                faults(directory) == [
                    "b.json#/code required", "c.json# json", "d.json#/form/properties/kind/title keyword",
                ])
        }
    }

    @Test func `a version that is written twice is refused`() throws {
        let text = try json(ServiceSample.definition)
        try withDirectory(["a.json": text, "b.json": text]) { directory in
            #expect(faults(directory) == ["b.json#/version duplicate"])
        }
    }

    @Test func `a good folder loads, an empty or missing one does not`() throws {
        try withDirectory(["a.json": try json(ServiceSample.definition)]) { directory in
            let catalogue = try Catalogue.load(directory: directory)
            #expect(catalogue.services.count == 1)
            #expect(faults(directory + "/none").map { $0.hasSuffix("directory") } == [true])
        }
        try withDirectory([:]) { directory in #expect(faults(directory).map { $0.hasSuffix("empty") } == [true]) }
    }

    @Test func `the version of a day and a region is found`() throws {
        let region = try RegionCode("3574")
        let other = try RegionCode("3513")
        let catalogue = try Catalogue([
            service(1, from: "2026-01-01", region: nil), service(2, from: "2026-06-01", region: nil),
            service(3, from: "2026-03-01", region: "3574"),
        ])
        let code = try ServiceCode("sip-dokter")
        func version(_ region: RegionCode, _ day: String) throws -> Int? {
            catalogue.current(code, in: region, on: try CivilDate(parsing: day))?.version
        }
        #expect(try version(region, "2025-12-31") == nil)
        #expect(try version(region, "2026-02-01") == 1)
        #expect(try version(region, "2026-07-01") == 3)
        #expect(try version(other, "2026-05-31") == 1)
        #expect(try version(other, "2026-06-01") == 2)
        #expect(catalogue.service(ServiceReference(code: code, version: 1), in: other)?.version == 1)
        #expect(catalogue.service(ServiceReference(code: code, version: 3), in: other) == nil)
        #expect(catalogue.current(in: region, on: try CivilDate(parsing: "2026-07-01")).map(\.version) == [3])
        #expect(catalogue.checks.map { "\($0.agency).\($0.check)" } == ["dukcapil.identity", "dinkes-3574.sip"])
        #expect(
            DeclaredTopology.whole(for: catalogue).queues.map(\.name).suffix(2) == [
                "agency.dinkes-3574.sip", "agency.dukcapil.identity",
            ])
    }

    @Test func `a calendar is read with its days in order`() throws {
        let source: JSONValue = [
            "year": 2026, "version": 1, "source": "SKB 1497/2/5-2025",
            "holidays": [
                ["date": "2026-03-19", "kind": "national", "name": "Nyepi"],
                ["date": "2026-03-20", "kind": "joint-leave", "name": "Cuti bersama"],
            ],
            "officeHours": [
                "monday": [["from": "08:00", "to": "14:00"]], "friday": [["from": "08:00", "to": "11:00"]],
            ],
        ]
        let calendar = try WorkingCalendar(source)
        #expect(calendar.name == "ID/2026/1")
        #expect(calendar.holidays.map(\.kind) == [.national, .jointLeave])
        let bytes = try ContractCoding.json(try #require(calendar.officeHours))
        #expect(try ContractCoding.value(OfficeHours.self, json: bytes) == calendar.officeHours)
        var members = source.object ?? [:]
        members["region"] = "3574"
        members["officeHours"] = nil
        members["workdays"] = ["2026-03-20", "2025-01-01"]
        do {
            _ = try WorkingCalendar(.object(members))
            Issue.record("was taken")
        } catch {
            #expect(error.faults.map(\.pointer) == ["/workdays"])
        }
        members["workdays"] = nil
        members["holidays"] = []
        #expect(try WorkingCalendar(.object(members)).name == "3574/2026/1")
    }

    @Test func `parts survive sealing's plaintext`() throws {
        let part = ApplicationPart(identityKind: .nik, applicant: ["name": "Uji"], form: ["shifts": [1, 2]])
        #expect(try ApplicationPart(plaintext: part.plaintext()) == part)
        #expect(part.applicant(.name) == "Uji")
        let contact = ContactPart(name: "Uji", email: "uji@example.invalid", phone: nil)
        #expect(try ContactPart(plaintext: contact.plaintext()) == contact)
    }
}
