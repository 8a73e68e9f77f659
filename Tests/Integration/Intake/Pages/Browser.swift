import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

/// A browser without scripts: keeps cookies by path, follows redirects, and fills the forms of a page.
final class Browser {
    /// A page as it came.
    struct Page {
        let status: Int
        let headers: HTTPFields
        let html: String
        let path: String

        /// Whether the page holds a text.
        func shows(_ text: String) -> Bool { html.contains(text) }

        /// The value of a hidden field.
        func hidden(_ name: String) -> String? {
            html.matches(of: /name="([^"]+)" value="([^"]*)"/).first { $0.1 == name }.map { String($0.2) }
        }
    }

    private struct Kept {
        let value: String
        let path: String
    }

    private let client: any TestClientProtocol
    private var cookies: [String: Kept] = [:]

    init(_ client: any TestClientProtocol) {
        self.client = client
    }

    /// The names of the cookies that are kept.
    var cookieNames: Set<String> { Set(cookies.keys.map { String($0.split(separator: " ")[0]) }) }

    /// Forgets a cookie.
    func forget(_ name: String) { cookies = cookies.filter { !$0.key.hasPrefix("\(name) ") } }

    /// Looks at a page.
    func get(_ path: String) async throws -> Page { try await send(.get, path, headers: [:], body: nil) }

    /// Sends a form with the secret of the page that it stands on.
    func post(_ path: String, from page: Page, _ fields: [(String, String)]) async throws -> Page {
        try await post(path, [("kunci", page.hidden("kunci") ?? "")] + fields)
    }

    /// Sends any form.
    func post(_ path: String, _ fields: [(String, String)], site: String? = nil) async throws -> Page {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let site, let name = HTTPFields.Element.Name("Sec-Fetch-Site") { headers[name] = site }
        return try await send(.post, path, headers: headers, body: Array(body.utf8))
    }

    /// Sends a form with files.
    func post(
        _ path: String, from page: Page, fields: [(String, String)] = [],
        files: [(field: String, name: String, content: [UInt8])]
    ) async throws -> Page {
        let boundary = "----contoh7MA4YWxkTrZu0gW"
        var body: [UInt8] = []
        for (name, value) in [("kunci", page.hidden("kunci") ?? "")] + fields {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let head =
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n"
            body += Array(head.utf8) + file.content + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return try await send(
            .post, path, headers: [.contentType: "multipart/form-data; boundary=\(boundary)"], body: body)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: [UInt8]?
    ) async throws -> Page {
        var fields = headers
        let plain = String(path.split(separator: "?")[0])
        let sent = cookies.filter { plain.hasPrefix($0.value.path) }
            .map { "\($0.key.split(separator: " ")[0])=\($0.value.value)" }
        if !sent.isEmpty { fields[.cookie] = sent.joined(separator: "; ") }
        let response = try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) })
        for header in response.headers[values: .setCookie] { keep(header) }
        if response.status == .seeOther, let location = response.headers[.location] { return try await get(location) }
        return Page(
            status: response.status.code, headers: response.headers, html: String(buffer: response.body), path: path)
    }

    private func keep(_ header: String) {
        let parts = header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts.first { $0.hasPrefix("Path=") }.map { String($0.dropFirst(5)) } ?? "/"
        let isGone = parts.contains("Max-Age=0")
        cookies["\(pair[0]) \(path)"] = isGone ? nil : Kept(value: pair.count > 1 ? pair[1] : "", path: path)
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
