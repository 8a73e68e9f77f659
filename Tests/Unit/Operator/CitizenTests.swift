import ArgumentParser
import Contracts
import Foundation
import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1)))
struct CitizenTests {
    private static let number = "3574-K7M29-QXD4H-TB2JX"

    @Test func `an application's way is shown line by line`() {
        let view = TrackView(
            number: Self.number,
            status: [
                "state": "issued", "archivedAt": "2026-03-17T02:30:00Z",
                "timeline": [
                    ["at": "2026-03-17T01:30:00Z", "type": "submission.received.v1", "state": "received"],
                    [
                        "at": "2026-03-17T02:00:00Z", "type": "submission.closed.v1", "state": "issued",
                        "transitions": [["to": "approved"], ["to": "issued"]],
                    ],
                ],
                "deadline": ["dueAt": "2026-03-27T09:00:00Z"], "outcome": ["permitNumber": "500.16.7.2/1/2026"],
                "record": ["id": "0195a1b2-c3d4-7000-8000-0000000000d1"],
            ])
        #expect(view.head == "\(Self.number)  issued")
        #expect(
            view.rows == [
                ["2026-03-17T01:30:00Z", "submission.received.v1", "received"],
                ["2026-03-17T02:00:00Z", "submission.closed.v1", "approved → issued"],
            ])
        #expect(
            view.facts == [
                "deadline  2026-03-27T09:00:00Z", "permit    500.16.7.2/1/2026",
                "record    0195a1b2-c3d4-7000-8000-0000000000d1  archived 2026-03-17T02:30:00Z",
            ])
    }

    @Test func `what intake does not say is left out`() {
        let view = TrackView(number: Self.number, status: [:])
        #expect(view.head == "\(Self.number)  ?")
        #expect(view.rows.isEmpty && view.facts.isEmpty)
    }

    @Test func `a refusal is told with every fault and its place`() {
        let text = IntakeClient.explain(
            [
                "title": "Unprocessable", "detail": "Two fields are wrong.",
                "faults": [
                    ["pointer": "/form/profession", "message": "must be present"],
                    ["pointer": "/documents", "message": "lacks str"],
                ],
            ], status: 422)
        #expect(
            text == """
                intake answered 422: Unprocessable
                Two fields are wrong.
                  /form/profession: must be present
                  /documents: lacks str
                """)
    }

    @Test(arguments: [0, 1, 24, 299, 17_999, 89_999])
    func `the sample application fits the shipped service`(number: Int) throws {
        let sample = SampleApplication(number: number)
        let service = try Shipped.service(sample.service)
        let uploaded = sample.documents.map { (kind: $0.kind, id: UUID().uuidString.lowercased()) }
        let body = try JSONValue(json: sample.body(uploaded: uploaded))
        #expect(body["region"]?.string == "3574")
        #expect(body["service"]?.string == "sip-dokter")
        let form = try #require(body["form"])
        #expect(service.form.validate(form).isEmpty)
        let kinds = Set(sample.documents.map(\.kind))
        for document in service.documents where document.isRequired(for: form) {
            #expect(kinds.contains(document.kind.value), "\(document.kind)")
        }
        let nik = try #require(body["applicant"]?["nik"]?.string)
        #expect(nik.count == 16 && nik.hasSuffix("0000"))
        _ = try NationalID(nik, allowSynthetic: true)
        #expect(body["documents"]?.array?.count == sample.documents.count)
    }

    @Test func `equal numbers make equal persons, others others`() throws {
        func nik(_ number: Int) throws -> String? {
            try JSONValue(json: SampleApplication(number: number).body(uploaded: []))["applicant"]?["nik"]?.string
        }
        #expect(try nik(7) == nik(7))
        #expect(try Set((0..<2000).map { try nik($0) }).count == 2000)
    }

    @Test func `a sample PDF points to its own objects`() throws {
        let file = String(decoding: SamplePDF.make(lines: ["a (b) \\c", "é"]), as: UTF8.self)
        #expect(file.hasPrefix("%PDF-1.4\n") && file.hasSuffix("%%EOF\n"))
        #expect(file.contains(#"(a \(b\) \\c) Tj"#))
        #expect(file.contains("(?) Tj"))
        let start = try #require(
            file.components(separatedBy: "startxref\n").last?.split(separator: "\n").first.flatMap { Int($0) })
        #expect(Array(file.utf8).dropFirst(start).starts(with: "xref\n".utf8))
        let objects = try #require(file.components(separatedBy: "xref\n").dropFirst().first)
        for (index, line) in objects.split(separator: "\n").dropFirst(2).prefix(5).enumerated() {
            let offset = try #require(Int(line.prefix(10)))
            #expect(Array(file.utf8).dropFirst(offset).starts(with: "\(index + 1) 0 obj".utf8))
        }
    }

    @Test func `either the sample or a file is filed`() throws {
        #expect(throws: (any Error).self) { try SubmitCommand.parse([]) }
        #expect(throws: (any Error).self) { try SubmitCommand.parse(["--sample", "a.json"]) }
        #expect(try SubmitCommand.parse(["--sample", "--person", "7"]).person == 7)
        #expect(try SubmitCommand.parse(["a.json", "--key", "k-1", "--json"]).key == "k-1")
    }
}
