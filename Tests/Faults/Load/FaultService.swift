import Contracts
import Foundation
import TestSupport

/// The two services that citizens apply for while faults happen: one with a check of the identity, one with a document that
/// a second agency fetches besides.
enum FaultService {
    /// Asks for no documents.
    static let plain = "fault-plain"
    /// Asks for one document.
    static let documented = "fault-documented"

    /// Writes both into a folder of the catalogue.
    static func write(to folder: String) throws {
        let region = folder + "/" + SampleService.region
        try FileManager.default.createDirectory(atPath: region, withIntermediateDirectories: true)
        for (code, definition) in [(plain, definition(plain)), (documented, definition(documented))] {
            try JSONEncoder().encode(definition).write(to: URL(filePath: "\(region)/\(code).json"))
        }
    }

    private static let retry: JSONValue = [
        "maxAttempts": 20, "initialSeconds": 2, "factor": 2, "maxSeconds": 30,
    ]

    private static func definition(_ code: String) -> JSONValue {
        var members = SampleService.definition.object ?? [:]
        members["code"] = .string(code)
        // A register of its own, so that no number is given twice.
        let unit = code == plain ? "425.118" : "425.119"
        members["numbering"] = [
            "unit": .string(unit), "pattern": .string("500.16.7.2/{sequence}/\(unit)/{year}"),
        ]
        let text: JSONValue = ["id": "STR", "en": "STR"]
        var form = members["form"]?.object ?? [:]
        var properties = form["properties"]?.object ?? [:]
        properties["strNumber"] = ["type": "string", "maxLength": 50]
        form["properties"] = .object(properties)
        members["form"] = .object(form)
        members["presentation"] = .array(
            (members["presentation"]?.array ?? []) + [["field": "strNumber", "label": text]])
        members["checks"] = .array(
            (members["checks"]?.array ?? []).map { check in
                var check = check.object ?? [:]
                check["retry"] = retry
                return .object(check)
            })
        guard code == documented else {
            members["documents"] = []
            return .object(members)
        }
        members["documents"] = .array((members["documents"]?.array ?? []).filter { $0["kind"]?.string == "str" })
        members["checks"] = .array(
            (members["checks"]?.array ?? []) + [
                [
                    "agency": "dinkes-3574", "check": "sip-technical", "title": text, "purpose": "Permenkes 13/2025",
                    "fields": ["/applicant/name", "/form/strNumber"], "documents": ["str"], "deadlineMinutes": 1440,
                    "retry": retry, "required": true,
                ]
            ])
        return .object(members)
    }

    /// The document of the second service.
    static let document = Array("%PDF-1.4\n% contoh\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n".utf8)

    /// The application of a citizen, with the ids of what was uploaded.
    static func application(_ number: Int, documents: [String]) throws -> [UInt8] {
        let body: JSONValue = [
            "region": .string(SampleService.region),
            "service": .string(documents.isEmpty ? plain : documented),
            "applicant": ["nik": .string(nik(number)), "name": "Contoh Pemohon", "birthDate": "1960-01-01"],
            "form": ["kind": "new", "licence": "CONTOH-1", "strNumber": "STR-CONTOH"],
            "documents": .array(documents.map { ["kind": "str", "id": .string($0)] }),
            "contact": [
                "email": .string("pemohon-\(number)@example.invalid"), "language": "id", "channels": ["email"],
            ],
            "consent": ["statementOfTruth": true, "dataProcessing": true],
        ]
        return Array(try JSONEncoder().encode(body))
    }

    /// An identity number that is never given out; equal numbers make equal persons, from 0 to 89,999.
    private static func nik(_ number: Int) -> String {
        func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return "3574" + two(1 + number / 18_000 % 5) + two(3 + number % 25) + two(1 + number / 25 % 12)
            + two(40 + number / 300 % 60) + "0000"
    }
}
