package import Contracts
import Mustache

/// A template of one notice in one language.
///
/// - Shape: a head of lines `version: 1` and `subject: …`, an empty line, and the body; subject and body are Mustache.
package struct NoticeTemplate: Sendable {
    private static let longestSubject = 200

    /// The version, recorded with each notice.
    package let version: Int
    private let subject: MustacheTemplate
    private let body: MustacheTemplate

    /// Reads a template and tries it out.
    ///
    /// - Throws: `TemplateFaults` with everything wrong.
    package init(_ text: String, key: TemplateKey, file: String) throws(TemplateFaults) {
        var faults: [String] = []
        let head = TemplateHead(text)
        faults += head.faults
        faults += TemplateTags(head.subject).faults + TemplateTags(head.body).faults
        guard faults.isEmpty, let version = head.version else { throw Self.faults(faults, file) }
        self.version = version
        do {
            subject = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + head.subject)
            body = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + head.body)
        } catch {
            throw Self.faults(["it is not Mustache: \(error)"], file)
        }
        for sample in NoticeFacts.samples(of: key.kind) { faults += tryOut(sample, key.language) }
        if !faults.isEmpty { throw Self.faults(faults, file) }
    }

    /// Puts facts into words.
    package func render(_ values: NoticeValues, language: Language) -> RenderedNotice {
        RenderedNotice(
            subject: subject.render(values.context).singleLine,
            body: body.render(values.context).tidyParagraphs,
            language: language, templateVersion: version)
    }

    private func tryOut(_ sample: NoticeFacts, _ language: Language) -> [String] {
        let values = NoticeValues(
            sample, language: language, region: RegionProfile(name: nil, zone: .western), office: "MPP Digital",
            trackingURL: "https://mpp.example/track")
        let notice = render(values, language: language)
        var faults: [String] = []
        if notice.subject.isEmpty || notice.subject.count > Self.longestSubject {
            faults.append("the subject must have 1 to \(Self.longestSubject) characters")
        }
        for needed in [sample.number.value, "https://mpp.example/track"] where !notice.body.contains(needed) {
            faults.append("the body must name the number and the tracking URL")
            break
        }
        return faults
    }

    private static func faults(_ messages: [String], _ file: String) -> TemplateFaults {
        var seen: Set<String> = []
        return TemplateFaults(
            messages.filter { seen.insert($0).inserted }.map { TemplateFault(file: file, message: $0) })
    }
}

extension String {
    /// The text on one line.
    fileprivate var singleLine: String {
        guard utf8.allSatisfy({ $0 < 0x80 }) else {
            return split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return utf8.split(whereSeparator: \.isBlank).map { String(Substring($0)) }.joined(separator: " ")
    }

    /// The text with at most one empty line in a row, none at the ends, and one line feed at the very end.
    ///
    /// Works on bytes: a walk over characters was most of what a notice cost.
    fileprivate var tidyParagraphs: String {
        var lines: [Substring] = []
        for line in utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let isBlank = line.allSatisfy(\.isBlank)
            if isBlank, lines.last?.isEmpty ?? true { continue }
            lines.append(isBlank ? "" : Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension UInt8 {
    /// Whether it is a space, a tab or a line break.
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
