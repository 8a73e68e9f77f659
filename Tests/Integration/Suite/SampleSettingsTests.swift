import Contracts
import Foundation
import Logging
import ServiceRuntime
import TestSupport
import Testing

@testable import Worker

/// `.env.example` against the settings that the processes read.
@Suite("Sample settings", .timeLimit(.minutes(2)))
struct SampleSettingsTests {
    /// Names that are read before there is a reader, or by the sample agencies' own code.
    private static let special: Set<String> = ["SECRETS_DIRECTORY", "CONFIG_FILE", "AGENCY", "AGENCY_PROFILE"]

    /// A line of the sample: `NAME=value`, or `# NAME=default` for what need not be set.
    private struct Line {
        let name: String
        let value: String
        let isDefault: Bool

        init?(_ text: Substring) {
            isDefault = text.hasPrefix("# ")
            let text = isDefault ? text.dropFirst(2) : text
            guard let equals = text.firstIndex(of: "=") else { return nil }
            name = String(text[..<equals])
            value = String(text[text.index(after: equals)...])
            guard !name.isEmpty, name.allSatisfy({ $0.isUppercase || $0.isNumber || $0 == "_" }) else { return nil }
        }
    }

    /// What a process reads: every name, and the defaults of those that were not set.
    private struct Reading {
        var names: Set<String> = []
        var defaults: [String: String] = [:]

        mutating func add(_ reader: SettingsReader) {
            names.formUnion(reader.keys.map(SettingsReader.environmentName))
            for (key, value, source) in reader.effective where source == "default" {
                // The first reading counts: later ones change what other defaults follow from.
                defaults.merge([SettingsReader.environmentName(of: key): value]) { first, _ in first }
            }
        }
    }

    private static var sample: String {
        get throws { try String(contentsOf: ServiceSamples.root.appending(path: ".env.example"), encoding: .utf8) }
    }

    private func add(_ service: ServiceName, _ change: [String: String] = [:], to reading: inout Reading) async throws {
        let reader = try await withTemporaryDirectory { folder in
            var values = try ServiceSamples.settings(service, in: folder)
            values.merge(change) { $1 }
            // What a suite sets by itself is no default to look at.
            for key in ["ops.port", "http.port", "shutdown.graceSeconds", "notification.channel"] {
                values[key] = change[key]
            }
            let reader = SettingsReader(values: values)
            let runtime = RuntimeSettings(reader)
            _ = try await ServiceSamples.build(
                service,
                RuntimeContext(name: service.rawValue, settings: reader, logger: .silent, mode: runtime.mode))
            try reader.finish()
            return reader
        }
        reading.add(reader)
    }

    @Test func `every setting of the processes stands in the sample with its default, and nothing else`() async throws {
        var reading = Reading(names: Self.special)
        let mail = ["smtp.url": "smtp://127.0.0.1:1", "smtp.from": "mpp@example.invalid"]
        for service in ServiceName.allCases { try await add(service, mail, to: &reading) }
        let files = ["notification.channel": "file", "notification.fileDirectory": "/tmp"]
        try await add(.notification, files, to: &reading)
        let worker = SettingsReader(values: [:])
        _ = WorkerSettings(worker, agency: try AgencyCode("dukcapil"))
        reading.add(worker)

        let lines = try Self.sample.split(separator: "\n").compactMap { Line($0) }
        let names = Set(lines.map(\.name))
        #expect(reading.names.subtracting(names).sorted() == [], "missing in .env.example")
        #expect(names.subtracting(reading.names).sorted() == [], "no process reads it")
        #expect(names.count == lines.count, "a name stands there twice")
        for line in lines where line.isDefault && !line.value.isEmpty {
            #expect(line.value == reading.defaults[line.name], "\(line.name)")
        }
    }

    @Test func `the sample's secrets are refused`() async throws {
        #expect(try Self.sample.contains("changeme"))
        let error = await #expect(throws: SettingsError.self) {
            try await withTemporaryDirectory { folder in
                var values = try ServiceSamples.settings(.intake, in: folder)
                values["database.url"] = "postgres://intake:changeme@127.0.0.1:5432/mpp"
                let reader = SettingsReader(values: values)
                _ = try await ServiceSamples.build(
                    .intake, RuntimeContext(name: "intake", settings: reader, logger: .silent))
            }
        }
        #expect(error?.faults.map(\.key) == ["database.url"])
    }
}
