import Contracts
import Database
import Foundation
import Hummingbird
import IntakeService
import Pipeline
import TestSupport
import Testing

@Suite("Pages: filing an application", .requireServer(.database), .serialized, .timeLimit(.minutes(3)))
struct FilingPageTests {
    private static let url = "/ajukan/\(SampleService.region)/\(SampleService.code)"

    private func signedIn(_ intake: IntakeFixture, _ name: String = "siti") async throws -> Browser {
        let browser = Browser(intake.client)
        let form = try await browser.get(Self.url)
        #expect(form.path.hasPrefix("/masuk?lanjut="))
        #expect(form.shows("Penerbit identitas uji"))
        let page = try await browser.post("/masuk", from: form, [("lanjut", Self.url), ("nama", name)])
        #expect(page.path == Self.url)
        return browser
    }

    private func fields(_ person: Int, kind: String = "new") -> [(String, String)] {
        [
            ("applicant.nik", SampleService.nik(person)), ("applicant.name", "Contoh <Pemohon>"),
            ("applicant.birthDate", "1960-01-01"), ("applicant.email", "pemohon@example.invalid"),
            ("form.kind", kind), ("form.licence", "CONTOH-1"),
        ]
    }

    @Test func `a whole application goes its way without scripts`() async throws {
        try await IntakeFixture.run { intake in
            let browser = try await signedIn(intake)
            #expect(
                try await browser.get("/layanan/\(SampleService.region)/\(SampleService.code)").shows(Self.url))
            let data = try await browser.get(Self.url)
            #expect(data.shows("Langkah 1 dari 3"))
            let documents = try await browser.post(Self.url, from: data, fields(1))
            #expect(documents.path == Self.url + "/berkas")
            #expect(documents.shows("name=\"str\"") && !documents.shows("name=\"old-permit\""))
            let review = try await browser.post(
                Self.url + "/berkas", from: documents, files: [("str", "str.pdf", IntakeFixture.pdf())])
            #expect(review.path == Self.url + "/periksa")
            #expect(review.shows("Contoh &lt;Pemohon&gt;") && review.shows("CONTOH-1"))
            let draft = review.hidden("draf") ?? ""
            let unticked = try await browser.post(Self.url + "/periksa", from: review, [("setuju", "ya")])
            #expect(unticked.status == 422)
            #expect(unticked.shows("href=\"#benar\"") && !unticked.shows("href=\"#setuju\""))
            let sent = [("draf", draft), ("setuju", "ya"), ("benar", "ya")]
            let receipt = try await browser.post(Self.url + "/periksa", from: review, sent)
            #expect(receipt.status == 200)
            #expect(receipt.path.hasSuffix("/tanda-terima"))
            #expect(receipt.shows("Kode akses") && receipt.shows("https://mpp.example.invalid/lacak"))
            // A second click finds what the first one has done.
            #expect(try await browser.post(Self.url + "/periksa", from: review, sent).path == receipt.path)
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 1)
            #expect(try await intake.count("SELECT count(*) FROM drafts") == 0)
            let own = try await browser.get("/permohonan")
            #expect(own.shows("Izin contoh") && own.shows("Diterima"))
            let status = String(receipt.path.dropLast("/tanda-terima".count))
            #expect(try await browser.get(status).shows("Permohonan diterima dengan 1 berkas"))
            let stranger = try await signedIn(intake, "budi")
            #expect(try await stranger.get(receipt.path).shows("Lihat status"))
            #expect(!(try await stranger.get("/permohonan").shows("Izin contoh")))
            // Signed out, the application is out of this browser's sight.
            _ = try await browser.post("/keluar", from: own, [])
            #expect(!(try await browser.get(status).shows("Izin contoh")))
        }
    }

    @Test func `every fault stands at its field, and the summary leads to it`() async throws {
        try await IntakeFixture.run { intake in
            let browser = try await signedIn(intake)
            let data = try await browser.get(Self.url)
            let wrong = try await browser.post(
                Self.url, from: data,
                [
                    ("applicant.nik", "12"), ("applicant.birthDate", "besok"), ("applicant.phone", "abc"),
                    ("form.licence", "x"),
                ])
            #expect(wrong.status == 422)
            for text in [
                "NIK (nomor KTP): tulis 16 angka", "Isi Nama lengkap.", "Tanggal lahir: tulis tanggal yang benar",
                "Pilih salah satu: Jenis.", "Nomor: paling sedikit 3 huruf",
            ] { #expect(wrong.html.components(separatedBy: text).count == 3, "\(text)") }
            for link in ["applicant-nik", "applicant-name", "form-kind-0", "form-licence"] {
                #expect(wrong.shows("href=\"#\(link)\"") && wrong.shows("id=\"\(link)\""), "\(link)")
            }
            #expect(wrong.shows("value=\"besok\""))
            #expect(try await browser.get(Self.url + "/berkas").path == Self.url)
        }
    }

    @Test func `a file that is wrong is told about at its field, and the others stay`() async throws {
        try await IntakeFixture.run { intake in
            let browser = try await signedIn(intake)
            let documents = try await browser.post(
                Self.url, from: try await browser.get(Self.url), fields(2, kind: "renewal"))
            #expect(documents.shows("name=\"old-permit\""))
            let mixed = try await browser.post(
                Self.url + "/berkas", from: documents,
                files: [
                    ("str", "a.pdf", IntakeFixture.pdf()), ("old-permit", "b.pdf", Array("no document".utf8)),
                    ("other", "c.pdf", IntakeFixture.pdf()),
                ])
            #expect(mixed.status == 422)
            #expect(mixed.shows("Izin lama: jenis berkas tidak sesuai. Gunakan PDF, JPG."))
            #expect(mixed.shows("Sudah diterima: PDF"))
            let large = try await browser.post(
                Self.url + "/berkas", from: documents,
                files: [("str", "a.pdf", IntakeFixture.pdf(String(repeating: "x", count: 120_000)))])
            #expect(large.status == 422)
            #expect(large.shows("STR: berkas terlalu besar. Paling besar 100 KB."))
            #expect(large.shows("Unggah Izin lama."))
            #expect(try await browser.get(Self.url + "/periksa").path == Self.url + "/berkas")
            let bare = try await browser.post(
                Self.url + "/berkas", from: try await browser.get("/"),
                files: [("str", "a.pdf", IntakeFixture.pdf())])
            #expect(bare.status == 403)
            #expect(try await intake.count("SELECT count(*) FROM uploads") == 1)
        }
    }

    @Test func `a draft outlives its session and stays unreadable in the database`() async throws {
        try await IntakeFixture.run { intake in
            let browser = try await signedIn(intake)
            let data = try await browser.get(Self.url)
            _ = try await browser.post(Self.url, from: data, fields(3))
            browser.forget("mpp-sesi")
            #expect(try await browser.get(Self.url).path.hasPrefix("/masuk"))
            let again = try await signedIn(intake)
            #expect(try await again.get(Self.url).shows("value=\"\(SampleService.nik(3))\""))
            let other = try await signedIn(intake, "budi")
            #expect(!(try await other.get(Self.url).shows(SampleService.nik(3))))
            #expect(
                try await intake.count(
                    "SELECT count(*) FROM drafts WHERE position(convert_to('pemohon@', 'UTF8') IN content) > 0") == 0)
            #expect(try await intake.count("SELECT count(*) FROM drafts") == 1)
            _ = try await intake.pool.execute("UPDATE drafts SET expires_at = now() - interval '1 second'")
            #expect(try await ExpiredDraftSource().runDue(limit: 10, in: intake.engine) == 1)
            #expect(!(try await again.get(Self.url).shows(SampleService.nik(3))))
        }
    }

    @Test func `an open application for the same service is named`() async throws {
        try await IntakeFixture.run { intake in
            let browser = try await signedIn(intake)
            func send() async throws -> Browser.Page {
                let documents = try await browser.post(Self.url, from: try await browser.get(Self.url), fields(4))
                let review = try await browser.post(
                    Self.url + "/berkas", from: documents, files: [("str", "a.pdf", IntakeFixture.pdf())])
                return try await browser.post(
                    Self.url + "/periksa", from: review,
                    [("draf", review.hidden("draf") ?? ""), ("setuju", "ya"), ("benar", "ya")])
            }
            let receipt = try await send()
            let second = try await send()
            #expect(second.status == 409)
            #expect(second.shows("href=\"\(receipt.path.dropLast("/tanda-terima".count))\""))
        }
    }

    @Test func `the owner takes an application back, once, and nobody else does`() async throws {
        try await IntakeFixture.run { intake in
            let (number, code) = try await intake.filed(person: 5, token: try await intake.token("uji-siti"))
            let browser = try await signedIn(intake)
            #expect(try await browser.get("/lacak/\(number)").shows("/lacak/\(number)/tarik"))
            let form = try await browser.get("/lacak/\(number)/tarik")
            let url = "/lacak/\(number)/tarik"
            let wrong = try await browser.post(url, from: form, [])
            #expect(wrong.status == 422)
            #expect(wrong.shows("href=\"#alasan-no-longer-needed\"") && wrong.shows("id=\"alasan-no-longer-needed\""))
            let stranger = try await signedIn(intake, "budi")
            #expect(
                try await stranger.post(url, from: try await stranger.get("/lacak"), [("alasan", "other")]).status
                    == 404)
            let done = try await browser.post(url, from: form, [("alasan", "filed-twice")])
            #expect(done.path == "/lacak/\(number)")
            #expect(done.shows("Penarikan diminta pada") && !done.shows("/tarik"))
            let again = try await browser.post(url, from: form, [("alasan", "other")])
            #expect(again.path == "/lacak/\(number)")
            #expect(try await intake.count("SELECT count(*) FROM amendments") == 1)
            // Number and code show the application; they do not take it back.
            let holder = Browser(intake.client)
            _ = try await holder.post(
                "/lacak", from: try await holder.get("/lacak"), [("nomor", number), ("kode", code)])
            #expect(try await holder.get(url).path.hasPrefix("/masuk"))
        }
    }

    @Test func `after signing in nobody is led elsewhere`() async throws {
        try await IntakeFixture.run { intake in
            for next in ["https://example.com/", "//example.com", "/\\example.com", "x"] {
                let browser = Browser(intake.client)
                let form = try await browser.get("/masuk")
                let page = try await browser.post("/masuk", from: form, [("lanjut", next), ("nama", "siti")])
                #expect(page.path == "/permohonan", "\(next)")
            }
            let browser = Browser(intake.client)
            let wrong = try await browser.post("/masuk", from: try await browser.get("/masuk"), [("nama", "A B")])
            #expect(wrong.status == 422)
        }
    }
}
