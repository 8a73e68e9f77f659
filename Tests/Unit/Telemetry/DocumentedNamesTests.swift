import Foundation
import Telemetry
import Testing

/// The tables of metrics, spans and log keys in the documentation against the code.
@Suite(.timeLimit(.minutes(1)))
struct DocumentedNamesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The names in the first column of a section's table.
    private static func documented(_ section: String) throws -> [String] {
        let page = try String(
            contentsOf: root.appending(path: "Shared/Pipeline/Pipeline.docc/Metrics.md"), encoding: .utf8)
        let sections = page.components(separatedBy: "\n## ")
        let text = try #require(sections.first { $0.hasPrefix(section) })
        return text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
            return String(line.dropFirst(3)[..<end])
        }
    }

    /// All shipped Swift code.
    private static func sources() throws -> [String] {
        var texts: [String] = []
        for folder in ["Shared", "Services"] {
            let files = try #require(
                FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil))
            while let file = files.nextObject() as? URL {
                if file.pathExtension == "swift" { texts.append(try String(contentsOf: file, encoding: .utf8)) }
            }
        }
        return texts
    }

    @Test func `every metric is documented, and every documented metric is measured`() throws {
        // The kinds of swift-metrics, and the one family that the registry writes itself.
        let made = /(?:Counter|FloatingPointCounter|Gauge|Meter|Recorder|Timer)\(\s*label:\s*"([a-z0-9._]+)"/
        let own = /"(telemetry_[a-z_]+_total)"/
        var names: Set<String> = []
        for text in try Self.sources() {
            names.formUnion(text.matches(of: made).map { String($0.1) })
            names.formUnion(text.matches(of: own).map { String($0.1) })
        }
        let documented = try Self.documented("Metrics")
        #expect(names.count > 40)
        #expect(names.subtracting(documented).sorted() == [], "not documented")
        #expect(Set(documented).subtracting(names).sorted() == [], "not measured")
        #expect(documented == documented.sorted())
    }

    @Test func `every span is documented`() throws {
        let made = /with(?:Any)?Span\(\s*"([^"]*)"|startSpan\(\s*"([^"]*)"/
        let renamed = /operationName = "([^"]*)"/
        var names: Set<String> = []
        for text in try Self.sources() {
            // A span that is renamed at its end goes by its last name.
            let last = text.matches(of: renamed).map { String($0.1) }
            names.formUnion(
                last.isEmpty ? text.matches(of: made).map { String($0.1 ?? $0.2 ?? "") } : last)
        }
        let plain = names.map {
            $0.replacing("\\(request.method)", with: "<method>").replacing("\\(route)", with: "<route>")
        }
        #expect(Set(plain) == Set(try Self.documented("Spans")))
    }

    @Test func `every log key is documented, and every documented key is used or reserved`() throws {
        let list = /metadata:\s*\[((?:[^\[\]]|\[[^\]]*\])*)\]/
        let key = /"([A-Za-z_][A-Za-z_.]*)":/
        let single = /metadataKey: "([^"]+)"/
        var keys = Set(LogKey.allCases.map(\.rawValue))
        for text in try Self.sources() {
            for match in text.matches(of: list) { keys.formUnion(match.1.matches(of: key).map { String($0.1) }) }
            keys.formUnion(text.matches(of: single).map { String($0.1) })
        }
        let documented = try Self.documented("Log keys")
        #expect(keys.subtracting(documented).sorted() == [], "not documented")
        #expect(Set(documented).subtracting(keys).sorted() == [], "not logged")
        #expect(documented == documented.sorted())
        #expect(keys.allSatisfy { $0.contains(".") }, "a key has a namespace")
    }
}
