import Contracts
import Foundation
import Hummingbird
import IntakeService
import TestSupport
import Testing

@Suite("Pages: finding a service", .requireServer(.database), .serialized, .timeLimit(.minutes(2)))
struct ServicePageTests {
    @Test func `the first page lists the region's services, small and without anything from elsewhere`() async throws {
        try await IntakeFixture.run { intake in
            let browser = Browser(intake.client)
            let page = try await browser.get("/")
            #expect(page.status == 200)
            #expect(page.shows("Izin contoh"))
            #expect(page.shows("/layanan/\(SampleService.region)/\(SampleService.code)"))
            #expect(page.shows("<html lang=\"id\">"))
            #expect(page.shows("Mode uji."))
            #expect(!page.shows("http://") && !page.shows("https://"))
            #expect(!page.shows(" style=") && !page.shows("<style") && !page.shows("onclick"))
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            let css = try #require(page.html.firstMatch(of: /href="(\/aset\/halaman-[^"]+\.css)"/)).1
            let icon = try #require(page.html.firstMatch(of: /href="(\/aset\/ikon-[^"]+\.svg)"/)).1
            let style = try await browser.get(String(css))
            #expect(style.status == 200)
            #expect(style.headers[.contentType]?.hasPrefix("text/css") == true)
            #expect(style.headers[.cacheControl]?.contains("immutable") == true)
            let drawing = try await browser.get(String(icon))
            #expect(page.html.utf8.count + style.html.utf8.count + drawing.html.utf8.count <= 60_000)
            #expect(browser.cookieNames.isEmpty)
        }
    }

    @Test func `a search finds by words and says so when there is nothing`() async throws {
        try await IntakeFixture.run { intake in
            let browser = Browser(intake.client)
            #expect(try await browser.get("/?cari=CONTOH+izin").shows("Izin contoh</a>"))
            let nothing = try await browser.get("/?cari=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
            #expect(!nothing.shows("Izin contoh</a>"))
            #expect(nothing.shows("Tidak ada layanan yang cocok"))
            #expect(!nothing.shows("<script>"))
            #expect(nothing.shows("&lt;script&gt;"))
        }
    }

    @Test func `a service's page shows the whole standard`() async throws {
        try await IntakeFixture.run { intake in
            let browser = Browser(intake.client)
            let page = try await browser.get("/layanan/35.74/\(SampleService.code)")
            #expect(page.status == 200)
            for component in [
                "requirements", "procedure", "duration", "fee", "product", "complaints", "facilities", "competence",
                "supervision", "staffing", "guarantee", "safety", "evaluation",
            ] { #expect(page.shows(component), "\(component)") }
            #expect(page.shows("UU 25/2009"))
            #expect(page.shows("SP4N-LAPOR"))
            #expect(page.shows("PDF, paling besar 100 KB"))
            #expect(page.shows("wajib bila Jenis: renewal"))
            #expect(page.shows("Anda punya 14 hari"))
            for path in ["/layanan/3574/other", "/layanan/3513/\(SampleService.code)", "/layanan/x/y"] {
                let missing = try await browser.get(path)
                #expect(missing.status == 404)
                #expect(missing.shows("Halaman tidak ditemukan"))
            }
        }
    }

    @Test func `English is chosen once and stays`() async throws {
        try await IntakeFixture.run { intake in
            let browser = Browser(intake.client)
            let english = try await browser.get("/?bahasa=en&cari=izin")
            #expect(english.shows("<html lang=\"en\">"))
            #expect(english.shows("/?bahasa=id&amp;cari=izin"))
            #expect(try await browser.get("/layanan/3574/\(SampleService.code)").shows("Your rights"))
            #expect(try await browser.get("/?bahasa=id").shows("Layanan publik"))
            #expect(try await browser.get("/").shows("Layanan publik"))
        }
    }
}
