package import Contracts
import Foundation

/// Every template, the embedded defaults with what a folder puts in their place.
package struct TemplateSet: Sendable {
    private let templates: [TemplateKey: NoticeTemplate]

    /// Reads the embedded templates and those of a folder; each file of the folder replaces one.
    ///
    /// - Parameter directory: a folder with files such as `received.id.mustache`; nil for none.
    /// - Throws: `TemplateFaults` with every fault of every file.
    package init(directory: String?) throws(TemplateFaults) {
        var faults: [TemplateFault] = []
        var sources = Self.embedded.mapValues { (text: $0, file: "embedded") }
        if let directory {
            for (key, text) in Self.files(in: directory, &faults) {
                sources[key] = (text, directory + "/" + key.fileName)
            }
        }
        var templates: [TemplateKey: NoticeTemplate] = [:]
        for key in TemplateKey.all {
            guard let source = sources[key] else {
                faults.append(TemplateFault(file: key.fileName, message: "is missing"))
                continue
            }
            do throws(TemplateFaults) {
                templates[key] = try NoticeTemplate(source.text, key: key, file: source.file)
            } catch {
                faults += error.faults
            }
        }
        if !faults.isEmpty { throw TemplateFaults(faults) }
        self.templates = templates
    }

    /// Puts facts into words; nil only for a key outside `TemplateKey.all`, which a set cannot lack.
    package func render(_ values: NoticeValues, kind: NoticeKind, language: Language) -> RenderedNotice? {
        templates[TemplateKey(kind: kind, language: language)]?.render(values, language: language)
    }

    private static func files(in directory: String, _ faults: inout [TemplateFault]) -> [TemplateKey: String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            faults.append(TemplateFault(file: directory, message: "the folder cannot be read"))
            return [:]
        }
        let keys = Dictionary(uniqueKeysWithValues: TemplateKey.all.map { ($0.fileName, $0) })
        var files: [TemplateKey: String] = [:]
        for name in names.sorted() where !name.hasPrefix(".") {
            let file = directory + "/" + name
            guard let key = keys[name] else {
                faults.append(TemplateFault(file: file, message: "is no template's name, such as received.id.mustache"))
                continue
            }
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(bytes: data, encoding: .utf8)
            else {
                faults.append(TemplateFault(file: file, message: "cannot be read as UTF-8"))
                continue
            }
            files[key] = text
        }
        return files
    }
}
