package import Contracts
import Foundation

/// The words of pages in one language.
package struct PageWords: Sendable {
    /// The language.
    package let language: Language
    /// Every text by its name.
    package let texts: [String: String]

    /// Words of a language without any.
    package init(language: Language, texts: [String: String] = [:]) {
        self.language = language
        self.texts = texts
    }

    /// The words that belong to the program.
    /// - Throws: when a resource is no list of texts.
    package static func embedded() throws -> [Language: PageWords] {
        var words: [Language: PageWords] = [:]
        for language in Language.allCases {
            let json =
                switch language {
                case .indonesian: PackageResources.words_id_json
                case .english: PackageResources.words_en_json
                }
            words[language] = PageWords(
                language: language, texts: try JSONDecoder().decode([String: String].self, from: Data(json)))
        }
        return words
    }

    /// A text; its name when there is none, which the tests rule out.
    package subscript(_ name: String) -> String { texts[name] ?? name }

    /// A text with `{name}` replaced.
    package func text(_ name: String, _ values: [String: String]) -> String {
        values.reduce(self[name]) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    /// A size for people: `1,5 MB`.
    package func size(_ bytes: Int) -> String {
        guard bytes >= 1_000_000 else { return "\(max(1, bytes / 1000)) \(self["bytesKB"])" }
        let tenths = bytes / 100_000
        let mark = language == .indonesian ? "," : "."
        let fraction = tenths % 10 == 0 ? "" : "\(mark)\(tenths % 10)"
        return "\(tenths / 10)\(fraction) \(self["bytesMB"])"
    }

    /// A media type for people: `PDF`.
    package func mediaType(_ type: String) -> String {
        switch type {
        case "application/pdf": "PDF"
        case "image/jpeg": "JPG"
        case "image/png": "PNG"
        default: type
        }
    }

    /// A day: `17 Maret 2026`.
    package func day(_ date: CivilDate) -> String { LocalTime.day(date, language) }

    /// An instant: `17 Maret 2026 pukul 11.30 WIB`.
    package func time(_ time: Timestamp, in zone: IndonesianZone) -> String {
        LocalTime(zone: zone, language: language).text(time)
    }
}
