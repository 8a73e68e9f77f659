import Contracts
import Foundation
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct TemplateTests {
    private static let region = RegionProfile(name: "Kota Probolinggo", zone: .western)
    private static let url = "https://mpp.example/lacak"

    private static func facts(_ kind: NoticeKind) throws -> NoticeFacts {
        var facts = NoticeFacts(
            kind: kind, number: .make(region: try RegionCode("35.74")),
            at: try #require(Timestamp(rfc3339: "2026-03-17T04:30:00Z")))
        facts.deadlineKind = .legal
        facts.dueAt = Timestamp(rfc3339: "2026-03-31T17:05:00Z")
        facts.answerBy = Timestamp(rfc3339: "2026-04-01T09:00:00Z")
        facts.defects = [
            .init(
                text: LocalizedText(id: "STR tidak terbaca", en: "The STR cannot be read"),
                remedy: LocalizedText(id: "Unggah pindaian baru", en: "Upload a new scan")),
            .init(
                text: LocalizedText(id: "Alamat kosong", en: "The address is empty"),
                remedy: LocalizedText(id: "Isi alamat", en: "Fill the address in")),
        ]
        facts.reasons = [
            .init(
                text: LocalizedText(id: "STR tidak berlaku", en: "The STR is not valid"),
                legalBasis: "UU 17/2023 pasal 264")
        ]
        facts.legalBasis = "UU 30/2014 pasal 53"
        facts.objection = LocalizedText(id: "ajukan keberatan dalam 21 hari", en: "object within 21 days")
        return facts
    }

    private static func rendered(
        _ facts: NoticeFacts, _ language: Language, directory: String? = nil
    ) throws -> RenderedNotice {
        let templates = try TemplateSet(directory: directory)
        let values = NoticeValues(
            facts, language: language, region: region, office: "MPP Digital", trackingURL: url)
        return try #require(templates.render(values, kind: facts.kind, language: language))
    }

    @Test(arguments: NoticeKind.allCases, Language.allCases)
    func `every kind has a letter in every language`(_ kind: NoticeKind, _ language: Language) throws {
        let facts = try Self.facts(kind)
        let notice = try Self.rendered(facts, language)
        #expect(notice.subject.contains(facts.number.value))
        #expect(notice.subject.count <= 100)
        #expect(!notice.subject.contains { $0.isNewline })
        #expect(notice.body.contains(facts.number.value))
        #expect(notice.body.contains(Self.url))
        #expect(notice.body.contains("MPP Digital Kota Probolinggo"))
        #expect(notice.body.hasPrefix(language == .indonesian ? "Yth. Pemohon," : "Dear applicant,"))
        #expect(notice.body.hasSuffix("\n") && !notice.body.contains("\n\n\n"))
        #expect(!notice.body.contains("{{") && !notice.body.contains("&#") && !notice.body.contains("&amp;"))
        #expect(notice.templateVersion == 1)
        #expect(notice.language == language)
    }

    @Test func `times stand in the region's zone and the reader's language`() throws {
        let facts = try Self.facts(.received)
        #expect(try Self.rendered(facts, .indonesian).body.contains("17 Maret 2026 pukul 11.30 WIB"))
        #expect(try Self.rendered(facts, .english).body.contains("17 March 2026, 11:30 WIB"))
        #expect(
            LocalTime(zone: .eastern, language: .indonesian).text(facts.at) == "17 Maret 2026 pukul 13.30 WIT")
        // Midnight is another day further east.
        #expect(
            try Self.rendered(Self.facts(.deadlineWarned), .indonesian).body.contains("1 April 2026 pukul 00.05 WIB"))
    }

    @Test func `a correction names every defect, its remedy and the time limit`() throws {
        let body = try Self.rendered(Self.facts(.correctionRequested), .indonesian).body
        #expect(body.contains("1. STR tidak terbaca\n   Cara memperbaiki: Unggah pindaian baru"))
        #expect(body.contains("2. Alamat kosong\n   Cara memperbaiki: Isi alamat"))
        #expect(body.contains("paling lambat 1 April 2026 pukul 16.00 WIB"))
        var open = try Self.facts(.correctionRequested)
        open.answerBy = nil
        #expect(try Self.rendered(open, .english).body.contains("stands on the tracking page"))
    }

    @Test func `a refusal says why, on what basis, and where to object`() throws {
        let body = try Self.rendered(Self.facts(.refused), .english).body
        #expect(body.contains("- The STR is not valid (legal basis: UU 17/2023 pasal 264)"))
        #expect(body.contains("If you do not agree: object within 21 days"))
    }

    @Test func `a warning asks the applicant to act only when it is the applicant's turn`() throws {
        var facts = try Self.facts(.deadlineWarned)
        #expect(try Self.rendered(facts, .english).body.contains("You need not do anything."))
        facts.waitsForApplicant = true
        #expect(try Self.rendered(facts, .english).body.contains("complete what is asked for"))
        facts.deadlineKind = .correction
        #expect(try Self.rendered(facts, .english).body.contains("send the correction on the tracking page"))
    }

    @Test func `texts cannot bring line ends, markup or tags of their own`() throws {
        var facts = try Self.facts(.correctionRequested)
        let text = LocalizedText(id: "a\r\nBcc: x@example.org <b>&\u{0}{{number}}", en: "b")
        facts.defects = [.init(text: text, remedy: text)]
        let body = try Self.rendered(facts, .indonesian).body
        #expect(body.contains("1. a  Bcc: x@example.org <b>& {{number}}\n"))
    }

    @Test func `a folder replaces single templates`() throws {
        try withFolder([
            "received.id.mustache": "version: 7\nsubject: Nomor {{number}}\n\n{{number}} {{trackingURL}} baru"
        ]) {
            directory in
            let facts = try Self.facts(.received)
            let notice = try Self.rendered(facts, .indonesian, directory: directory)
            #expect(notice.templateVersion == 7)
            #expect(notice.body == "\(facts.number.value) \(Self.url) baru\n")
            #expect(try Self.rendered(facts, .english, directory: directory).templateVersion == 1)
        }
    }

    @Test(arguments: [
        ("received.id.mustache", "subject: {{number}}\n\n{{number}} {{trackingURL}}", "version"),
        ("received.id.mustache", "version: 0\nsubject: {{number}}\n\n{{number}} {{trackingURL}}", "version"),
        ("received.id.mustache", "version: 2\n\n{{number}} {{trackingURL}}", "subject"),
        ("received.id.mustache", "version: 2\nsubject: x\nfrom: me\n\n{{number}} {{trackingURL}}", "head may have"),
        ("received.id.mustache", "version: 2\nsubject: {{number}}\n", "body"),
        ("received.id.mustache", "version: 2\nsubject: {{number}}\n\nx {{trackingURL}}", "number and the tracking URL"),
        ("received.id.mustache", "version: 2\nsubject: {{number}}\n\n{{number}}", "number and the tracking URL"),
        ("received.id.mustache", "version: 2\nsubject: {{nik}}\n\n{{number}} {{trackingURL}}", "'nik' is unknown"),
        (
            "received.id.mustache", "version: 2\nsubject: s\n\n{{number}} {{trackingURL}} {{#deadline}}",
            "'deadline' is not closed"
        ),
        (
            "received.id.mustache", "version: 2\nsubject: s\n\n{{number}} {{trackingURL}} {{/deadline}}",
            "closed without being open"
        ),
        (
            "received.id.mustache", "version: 2\nsubject: s\n\n{{number}} {{trackingURL}} {{>x}}",
            "only variables, sections and comments"
        ),
        ("received.id.mustache", "version: 2\nsubject: s\n\n{{number}} {{trackingURL}} {{at", "not closed"),
        ("recieved.id.mustache", "version: 2\nsubject: s\n\n{{number}} {{trackingURL}}", "no template's name"),
        ("received.fr.mustache", "version: 2\nsubject: s\n\n{{number}} {{trackingURL}}", "no template's name"),
    ])
    func `a faulty file in the folder stops the start and is named`(
        _ name: String, _ text: String, _ expected: String
    ) throws {
        try withFolder([name: text]) { directory in
            let error = #expect(throws: TemplateFaults.self) { _ = try TemplateSet(directory: directory) }
            let faults = error?.faults ?? []
            #expect(faults.contains { $0.file.hasSuffix(name) && $0.message.contains(expected) }, "\(faults)")
        }
    }

    @Test func `all faults of all files are listed at once`() throws {
        let bad = "version: 2\nsubject: s\n\n{{nik}}"
        try withFolder(["received.id.mustache": bad, "closed-issued.en.mustache": bad, "x.txt": "x"]) { directory in
            let error = #expect(throws: TemplateFaults.self) { _ = try TemplateSet(directory: directory) }
            #expect(error?.faults.count == 3)
        }
    }

    @Test func `a folder that is not there is a fault`() {
        let error = #expect(throws: TemplateFaults.self) { _ = try TemplateSet(directory: "/nonexistent/templates") }
        #expect(error?.faults.map(\.message) == ["the folder cannot be read"])
    }

    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "templates-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Best effort: the folder lies in the temporary directory.
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try body(folder.path)
    }
}
