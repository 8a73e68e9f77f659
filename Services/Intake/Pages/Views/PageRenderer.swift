import Contracts
import Hummingbird
import Mustache
import NIOCore

/// Turns pages into HTML.
struct PageRenderer: Sendable {
    /// What browsers may do with a page: load from here alone, and nothing inline.
    private static let policy = """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """
    /// Every template by its name.
    static let templates: [(name: String, text: [UInt8])] = [
        ("apply-data", PackageResources.apply_data_mustache),
        ("apply-documents", PackageResources.apply_documents_mustache),
        ("apply-review", PackageResources.apply_review_mustache), ("errors", PackageResources.errors_mustache),
        ("field", PackageResources.field_mustache), ("own", PackageResources.own_mustache),
        ("progress", PackageResources.progress_mustache), ("receipt", PackageResources.receipt_mustache),
        ("signin", PackageResources.signin_mustache), ("withdraw", PackageResources.withdraw_mustache),
        ("layout", PackageResources.layout_mustache),
        ("failure", PackageResources.failure_mustache),
        ("service", PackageResources.service_mustache), ("services", PackageResources.services_mustache),
        ("status", PackageResources.status_mustache), ("track", PackageResources.track_mustache),
    ]

    private let library: MustacheLibrary
    private let isTest: Bool

    /// Reads the templates.
    /// - Throws: when one is not Mustache.
    init(isTest: Bool) throws {
        var library = MustacheLibrary()
        for template in Self.templates {
            library.register(
                try MustacheTemplate(string: String(decoding: template.text, as: UTF8.self)), named: template.name)
        }
        self.library = library
        self.isTest = isTest
    }

    /// The answer with a page.
    /// - Throws: `Problem.internal` for a template that is not there.
    func response(_ page: PageAnswer.Page, _ visit: PageVisit) throws -> Response {
        var values = page.values
        values.merge(frame(page, visit)) { own, _ in own }
        guard let html = library.render(values, withTemplate: page.template) else {
            throw HTTPError(.internalServerError)
        }
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .contentLanguage: visit.language.rawValue]
        headers[.contentSecurityPolicy] = Self.policy
        return Response(status: page.status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// What every page has around it.
    private func frame(_ page: PageAnswer.Page, _ visit: PageVisit) -> [String: Any] {
        let other: Language = visit.language == .indonesian ? .english : .indonesian
        var frame: [String: Any] = [
            "t": visit.words.texts, "language": visit.language.rawValue, "otherLanguage": other.rawValue,
            "title": page.title, "isTest": isTest, "styleURL": PageAsset.style.path, "iconURL": PageAsset.icon.path,
            "languageURL": visit.languageURL(other), "links": links(visit),
        ]
        if let script = page.script { frame["scriptURL"] = script.path }
        return frame
    }

    private func links(_ visit: PageVisit) -> [[String: Any]] {
        var links = [("/", "navServices"), ("/lacak", "navTrack")]
        if isTest { links.append(visit.session == nil ? ("/masuk", "navSignIn") : ("/permohonan", "navOwn")) }
        return links.map { url, name in ["url": url, "label": visit.words[name], "isHere": visit.path == url] }
    }
}
