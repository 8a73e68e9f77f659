import Contracts
import Foundation

/// A doctor's application for a practice permit in Kota Probolinggo that nobody could have filed: the serial of its NIK is
/// 0000, which is never issued.
struct SampleApplication: Sendable {
    let region = "3574"
    let service = "sip-dokter"
    /// The documents: kind, media type, content.
    let documents: [(kind: String, mediaType: String, content: [UInt8])]
    private let nik: String
    private let serial: String

    /// Makes an application; equal numbers make equal persons.
    init(number: Int) {
        let day = 3 + number % 25
        let month = 1 + (number / 25) % 12
        let year = 40 + (number / 300) % 60
        let district = 1 + (number / 18_000) % 5
        nik = "3574" + Self.two(district) + Self.two(day) + Self.two(month) + Self.two(year) + "0000"
        serial = String(number)
        let letter = { (title: String) in
            SamplePDF.make(lines: [title, "CONTOH / SAMPLE No. \(number)", "Bukan dokumen resmi"])
        }
        documents = [
            ("str", "application/pdf", letter("Surat Tanda Registrasi")),
            ("ijazah", "application/pdf", letter("Ijazah")),
            ("practice-place-letter", "application/pdf", letter("Surat Keterangan Tempat Praktik")),
            ("ktp", "image/jpeg", PackageResources.ktp_jpg),
            ("photo", "image/jpeg", PackageResources.photo_jpg),
        ]
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    /// The body of the request.
    /// - Shape: `uploaded` holds the documents' kinds and ids, as intake gave them.
    func body(uploaded: [(kind: String, id: String)]) throws -> [UInt8] {
        let year = "19" + nik.dropFirst(10).prefix(2)
        let birth = "\(year)-\(nik.dropFirst(8).prefix(2))-\(nik.dropFirst(6).prefix(2))"
        let value: JSONValue = .object([
            "region": .string(region), "service": .string(service),
            "applicant": .object([
                "nik": .string(nik), "name": .string("Contoh Pemohon \(serial)"), "birthPlace": "Probolinggo",
                "birthDate": .string(birth), "sex": "male", "address": "Jalan Contoh 1, Kota Probolinggo",
                "email": .string("pemohon-\(serial)@example.invalid"),
            ]),
            "form": .object([
                "applicationType": "new", "profession": "dokter", "strNumber": .string("STR-CONTOH-\(serial)"),
                "practiceName": "Klinik Contoh", "practiceAddress": "Jalan Contoh 2, Kota Probolinggo",
                "practiceKind": "clinic", "practiceOrder": .integer(1), "statementOfTruth": .bool(true),
            ]),
            "documents": .array(
                uploaded.map { .object(["kind": .string($0.kind), "id": .string($0.id)]) }),
            "contact": .object([
                "email": .string("pemohon-\(serial)@example.invalid"), "language": "id", "channels": .array(["email"]),
            ]),
            "consent": .object(["statementOfTruth": .bool(true), "dataProcessing": .bool(true)]),
        ])
        return Array(try JSONEncoder().encode(value))
    }
}
