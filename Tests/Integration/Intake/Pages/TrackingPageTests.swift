import Contracts
import Foundation
import Hummingbird
import IntakeService
import TestSupport
import Testing

@Suite("Pages: tracking an application", .requireServer(.database), .serialized, .timeLimit(.minutes(3)))
struct TrackingPageTests {
    @Test func `number and code are exchanged for a cookie, and the page shows where the application stands`()
        async throws
    {
        try await IntakeFixture.run { intake in
            let (number, code) = try await intake.filed(person: 1, token: try await intake.token("citizen-1"))
            let browser = Browser(intake.client)
            let form = try await browser.get("/lacak")
            #expect(form.shows("Kode akses"))
            let typed = number.lowercased().replacing("-", with: " ")
            let status = try await browser.post("/lacak", from: form, [("nomor", typed), ("kode", code.lowercased())])
            #expect(status.status == 200)
            #expect(status.path == "/lacak/\(number)")
            #expect(status.shows("Izin contoh"))
            #expect(status.shows("Permohonan Anda sudah kami terima"))
            #expect(status.shows("Permohonan diterima dengan 1 berkas"))
            #expect(status.shows("Sistem kami"))
            #expect(!status.shows(code))
            #expect(browser.cookieNames == ["mpp-peramban", "mpp-lacak"])
            #expect(try await browser.get("/lacak/\(number)").shows("Permohonan diterima"))
            // Another browser with the same address sees the form only.
            let other = try await Browser(intake.client).get("/lacak/\(number)")
            #expect(other.shows("Kode akses") && !other.shows("Izin contoh"))
            // Closed, the page is gone from this browser as well.
            let closed = try await browser.post("/lacak/tutup", from: status, [("nomor", number)])
            #expect(closed.path == "/lacak")
            #expect(!(try await browser.get("/lacak/\(number)").shows("Izin contoh")))
        }
    }

    @Test func `a wrong code and an unknown number have one answer, and attempts are limited`() async throws {
        try await IntakeFixture.run { intake in
            let (number, code) = try await intake.filed(person: 1, token: try await intake.token("citizen-1"))
            let unknown = SubmissionNumber.make(region: try intake.region).value
            let browser = Browser(intake.client)
            let form = try await browser.get("/lacak")
            for (target, given) in [(number, "AAAA-AAAA-AAAA-AAAA"), (unknown, code), (number, ""), ("x", code)] {
                let wrong = try await browser.post("/lacak", from: form, [("nomor", target), ("kode", given)])
                #expect(wrong.status == 422)
                #expect(wrong.shows("Nomor permohonan dan kode akses tidak cocok"))
                #expect(wrong.shows("href=\"#nomor\""))
                #expect(!wrong.shows("Izin contoh"))
            }
            for target in [number, unknown] {
                var last = 0
                for _ in 0..<12 {
                    last = try await browser.post("/lacak", from: form, [("nomor", target), ("kode", "A")]).status
                }
                #expect(last == 429)
            }
            let limited = try await browser.post("/lacak", from: form, [("nomor", number), ("kode", code)])
            #expect(limited.status == 429)
            #expect(limited.headers[.retryAfter] != nil)
            #expect(limited.shows("Tunggu sebentar"))
        }
    }

    @Test func `a form that no page of ours made is refused`() async throws {
        try await IntakeFixture.run { intake in
            let (number, code) = try await intake.filed(person: 1, token: try await intake.token("citizen-1"))
            let fields = [("nomor", number), ("kode", code)]
            let browser = Browser(intake.client)
            let form = try await browser.get("/lacak")
            let own = [("kunci", form.hidden("kunci") ?? "")] + fields
            let bare = try await browser.post("/lacak", fields)
            #expect(bare.status == 403)
            #expect(bare.shows("Formulir perlu dimuat ulang"))
            #expect(try await Browser(intake.client).post("/lacak", own).status == 403)
            #expect(try await browser.post("/lacak", own, site: "cross-site").status == 403)
            #expect(try await browser.post("/lacak", own, site: "same-origin").status == 200)
        }
    }

    @Test func `the page tells in plain words what the services said`() async throws {
        try await IntakeFixture.run { intake in
            let (number, code) = try await intake.filed(person: 1, token: try await intake.token("citizen-1"))
            let browser = Browser(intake.client)
            let form = try await browser.get("/lacak")
            _ = try await browser.post("/lacak", from: form, [("nomor", number), ("kode", code)])
            let story = try await intake.story(number)
            try await intake.apply(
                story.envelope(.submissionProgressed, .verification, 1, causation: story.received),
                story.progressed(.inVerification))
            let verified = try await browser.get("/lacak/\(number)")
            #expect(verified.shows("Sedang diperiksa"))
            #expect(verified.shows("Paling lambat 18 Maret 2026 pukul 11.30 WIB"))
            #expect(verified.shows("Petugas pelayanan"))
            #expect(verified.shows("Berkas lengkap; waktu penyelesaian mulai dihitung"))
            try await intake.apply(
                story.envelope(.correctionRequested, .verification, 2),
                try story.correction(["/documents/str", "/form/licence", "/applicant/birthDate"]))
            let correction = try await browser.get("/lacak/\(number)")
            for text in ["STR", "Nomor", "Tanggal lahir", "Perbaiki."] {
                #expect(correction.shows(text), "\(text)")
            }
            #expect(correction.shows("Berhenti sementara: menunggu perbaikan dari Anda"))
            #expect(correction.shows("Kirim perbaikan paling lambat"))
            #expect(correction.shows("Anda diminta memperbaiki 3 bagian"))
            let closing = story.envelope(.submissionClosed, .verification, 3)
            try await intake.apply(closing, try story.closed())
            try await intake.apply(
                story.envelope(.noticeSettled, .notification, 1, causation: closing.id),
                story.settled(closing.id, about: .submissionClosed))
            try await intake.apply(
                story.envelope(.recordArchived, .archiving, 1, causation: closing.id), story.archived())
            let closed = try await browser.get("/lacak/\(number)?bahasa=en")
            #expect(closed.shows("Withdrawn by the applicant"))
            #expect(closed.shows("A notice was sent by e-mail"))
            #expect(closed.shows(String(repeating: "0a", count: 32)))
            #expect(!closed.shows("You need to mend"))
        }
    }

    @Test func `an open page is told of a change, with the right to look only`() async throws {
        try await IntakeFixture.run { intake in
            let (number, _) = try await intake.filed(person: 1, token: try await intake.token("citizen-1"))
            let stranger = try await Browser(intake.client).get("/lacak/\(number)/peristiwa?n=1")
            #expect(stranger.status == 404)
            let watch = TimelineWatch(pool: intake.pool, limit: 1, logger: .silent)
            let parsed = try SubmissionNumber(parsing: number)
            let signals = try #require(watch.signals(parsed, length: 1))
            #expect(watch.signals(parsed, length: 1) == nil)
            var next = signals.makeAsyncIterator()
            try await watch.look(isQuietTold: true)
            #expect(await next.next() == .quiet)
            let story = try await intake.story(number)
            try await intake.apply(
                story.envelope(.submissionProgressed, .verification, 1, causation: story.received),
                story.progressed(.inVerification))
            try await watch.look(isQuietTold: false)
            #expect(await next.next() == .changed)
            // Told once, not again.
            try await watch.look(isQuietTold: true)
            #expect(await next.next() == .quiet)
        }
    }

    @Test func `signals end when the watch does`() async throws {
        try await IntakeFixture.run { intake in
            let (number, _) = try await intake.filed(person: 1, token: try await intake.token("citizen-1"))
            let watch = TimelineWatch(pool: intake.pool, logger: .silent)
            let signals = try #require(watch.signals(try SubmissionNumber(parsing: number), length: 1))
            let running = Task { await watch.run() }
            running.cancel()
            await running.value
            var count = 0
            for await _ in signals { count += 1 }
            #expect(count <= 1)
            #expect(watch.count == 0)
            #expect(watch.signals(try SubmissionNumber(parsing: number), length: 1) == nil)
        }
    }
}
