import Contracts
import Hummingbird

/// One visit of a page: who looks, in which language, and what the browser is to keep afterwards.
struct PageVisit {
    /// The cookies of pages.
    enum CookieName {
        /// The chosen language.
        static let language = "mpp-bahasa"
        /// A random name of the browser, to which its forms are bound.
        static let browser = "mpp-peramban"
        /// The right to look at one application; its path is that application's page.
        static let ticket = "mpp-lacak"
        /// Who has signed in.
        static let session = "mpp-sesi"
    }

    private static let formSeconds: Int64 = 12 * 3600
    private static let yearSeconds = 365 * 86_400

    /// The request.
    let request: Request
    /// The language of the page.
    let language: Language
    /// Its words.
    let words: PageWords
    /// What the browser is to keep.
    private(set) var cookies: [Cookie] = []
    /// Seals what the browser keeps.
    let seal: PageSeal
    private let isSecure: Bool
    private var browser: String?

    /// Reads what the browser sent.
    init(_ request: Request, words: [Language: PageWords], seal: PageSeal, isSecure: Bool) {
        self.request = request
        self.seal = seal
        self.isSecure = isSecure
        let asked = request.uri.queryParameters.get("bahasa").flatMap(Language.init(rawValue:))
        let kept = request.cookies[CookieName.language].flatMap { Language(rawValue: $0.value) }
        language = asked ?? kept ?? .indonesian
        self.words = words[language] ?? PageWords(language: language)
        browser = request.cookies[CookieName.browser].map(\.value).flatMap { name in
            (16...64).contains(name.utf8.count) ? name : nil
        }
        if let asked, asked != kept {
            keep(CookieName.language, asked.rawValue, maximumAge: Self.yearSeconds, sameSite: .lax)
        }
    }

    /// The page without its query.
    var path: String { request.uri.path }

    /// A parameter of the query, at most 100 characters of it.
    func query(_ name: String) -> String {
        String((request.uri.queryParameters.get(name) ?? "").prefix(100))
    }

    /// The value that every form of the page carries; gives the browser its name when it has none.
    mutating func formToken() throws -> String {
        let browser: String
        if let known = self.browser {
            browser = known
        } else {
            browser = Self.randomName()
            self.browser = browser
            // Lax, so that a link in a message does not make a second name and spoil forms that are open.
            keep(CookieName.browser, browser, maximumAge: nil, sameSite: .lax)
        }
        return try seal.seal("", for: .form(browser: browser), lifetimeSeconds: Self.formSeconds)
    }

    /// Whether a form came from a page of this browser.
    func isOwn(formToken token: String?) -> Bool {
        guard let browser, let token else { return false }
        return seal.open(token, for: .form(browser: browser)) != nil
    }

    /// Has the browser keep something out of the reach of scripts.
    mutating func keep(
        _ name: String, _ value: String, maximumAge: Int?, path: String = "/", sameSite: Cookie.SameSite = .strict
    ) {
        cookies.removeAll { $0.name == name }
        cookies.append(
            Cookie(
                name: name, value: value, maxAge: maximumAge, path: path, secure: isSecure, httpOnly: true,
                sameSite: sameSite))
    }

    private static func randomName() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdefghijklmnopqrstuv")
        return String((0..<26).map { _ in digits[Int(generator.next(upperBound: UInt(32)))] })
    }
}
