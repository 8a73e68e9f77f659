import Crypto
import Foundation
import Hummingbird
import NIOCore

/// A file that pages load; its name holds its hash, so that browsers may keep it for ever.
struct PageAsset: Sendable {
    /// Where it is.
    let path: String
    private let content: [UInt8]
    private let mediaType: String

    /// Names a file after its content.
    init(_ content: [UInt8], name: String, suffix: String, mediaType: String) {
        let hash = Data(SHA256.hash(data: content).prefix(9)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_")
        path = "/aset/\(name)-\(hash).\(suffix)"
        self.content = content
        self.mediaType = mediaType
    }

    /// The style sheet.
    static let style = PageAsset(
        PackageResources.pages_css, name: "halaman", suffix: "css", mediaType: "text/css; charset=utf-8")
    /// The icon.
    static let icon = PageAsset(PackageResources.icon_svg, name: "ikon", suffix: "svg", mediaType: "image/svg+xml")
    /// Shows changes of an application at once.
    static let tracking = PageAsset(
        PackageResources.track_js, name: "lacak", suffix: "js", mediaType: "text/javascript; charset=utf-8")

    /// The answer that holds it.
    var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: mediaType, .cacheControl: "public, max-age=31536000, immutable"],
            body: .init(byteBuffer: ByteBuffer(bytes: content)))
    }
}
