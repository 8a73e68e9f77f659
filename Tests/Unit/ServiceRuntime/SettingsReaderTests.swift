import Configuration
import Foundation
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(1)))
struct SettingsReaderTests {
    @Test func `values that parse are taken`() throws {
        let settings = SettingsReader(values: [
            "database.poolSize": "12", "a.on": "yes", "a.ratio": "0.5", "a.names": "x, y", "a.mode": "test",
            "a.text": "t",
        ])
        #expect(settings.int("database.poolSize", default: 4, range: 1...100) == 12)
        #expect(settings.bool("a.on", default: false))
        #expect(settings.double("a.ratio", default: 1, range: 0...1) == 0.5)
        #expect(settings.list("a.names", default: []) == ["x", "y"])
        #expect(settings.choice("a.mode", default: Mode.production) == .test)
        #expect(settings.string("a.text") == "t")
        try settings.finish()
    }

    @Test func `what is not set gives the default`() throws {
        let settings = SettingsReader(values: [:])
        #expect(settings.int("n", default: 4, range: 1...100) == 4)
        #expect(settings.string("s", default: "d") == "d")
        #expect(settings.optionalString("o") == nil)
        #expect(settings.optionalInt("i", range: 0...1) == nil)
        #expect(settings.optionalSecret("p") == nil)
        try settings.finish()
    }

    @Test(arguments: ["1O", "101", "0", "", "4.5", " "])
    func `a number that does not fit is a fault, never the default`(text: String) throws {
        let settings = SettingsReader(values: ["database.poolSize": text])
        _ = settings.int("database.poolSize", default: 4, range: 1...100)
        let error = try #require(throws: SettingsError.self) { try settings.finish() }
        #expect(
            error.faults.map(\.description) == [
                "database.poolSize (DATABASE_POOL_SIZE) must be a whole number from 1 to 100"
            ])
    }

    @Test func `all faults are listed at once and no value is printed`() throws {
        let settings = SettingsReader(values: [
            "a": "hunter2", "b": "maybe", "mode": "staging", "u": "ftp://x:hunter2@y",
        ])
        _ = settings.int("a", range: 1...2)
        _ = settings.bool("b", default: true)
        _ = settings.choice("mode", default: Mode.production)
        _ = settings.url("u", schemes: ["amqp", "amqps"])
        _ = settings.string("missing")
        _ = settings.secret("key.ring")
        _ = settings.value("parsed", expecting: "be a region code", parse: { $0 })
        let error = try #require(throws: SettingsError.self) { try settings.finish() }
        #expect(
            error.description == """
                a (A) must be a whole number from 1 to 2
                b (B) must be true or false
                key.ring (KEY_RING) is missing: must be a secret of at least 16 bytes
                missing (MISSING) is missing: must be a text
                mode (MODE) must be one of production, test
                parsed (PARSED) is missing: must be a region code
                u (U) must be a URL: amqp://… or amqps://…
                """)
        #expect(error.exitCode == .configuration)
    }

    @Test func `the first source wins`() {
        func source(_ name: String, _ values: [String: String]) -> SettingsReader.Source {
            SettingsReader.Source(name: name, provider: SettingsReader.textProvider(values))
        }
        let settings = SettingsReader(sources: [
            source("first", ["x": "1"]), source("second", ["x": "2", "y": "2"]),
        ])
        #expect(settings.int("x", range: 0...9) == 1)
        #expect(settings.int("y", range: 0...9) == 2)
        #expect(settings.effective.map { "\($0.key)=\($0.value) \($0.source)" } == ["x=1 first", "y=2 second"])
    }

    @Test func `a value of another type in a file is a fault`() {
        let settings = SettingsReader(
            provider: InMemoryProvider(values: [AbsoluteConfigKey(["http", "port"]): "8080"]))
        _ = settings.int("http.port", default: 1, range: 0...65_535)
        #expect(throws: SettingsError.self) { try settings.finish() }
    }

    @Test func `a scoped reader looks for its own name first`() throws {
        let settings = SettingsReader(values: ["intake.http.port": "1", "http.port": "2"])
        #expect(settings.scoped(to: "intake").int("http.port", range: 0...9) == 1)
        #expect(settings.scoped(to: "archiving").int("http.port", range: 0...9) == 2)
        try settings.finish()
    }

    @Test func `an override nobody asks for is a fault`() throws {
        let settings = SettingsReader(
            sources: [.init(name: "command line", provider: SettingsReader.textProvider(["http.prot": "1"]))],
            overrides: ["http.prot"])
        _ = settings.int("http.port", default: 1, range: 0...9)
        let error = try #require(throws: SettingsError.self) { try settings.finish() }
        #expect(error.faults.map(\.key) == ["http.prot"])
    }

    @Test func `a value that the caller cannot parse is a fault without the reason`() throws {
        struct Quoting: Error {}
        let settings = SettingsReader(values: ["region": "hunter2", "other": "x"])
        let region: Int? = settings.value("region", expecting: "be a region code") { _ in throw Quoting() }
        let other: Int? = settings.value("other", expecting: "be a number") { Int($0) }
        #expect(region == nil && other == nil)
        let error = try #require(throws: SettingsError.self) { _ = try settings.finish(region) }
        #expect(error.faults.map(\.expectation) == ["must be a number", "must be a region code"])
    }

    @Test func `secrets and passwords are masked in what is printed`() {
        let settings = SettingsReader(values: [
            "k": "9f2kd83jfiw02kd8", "u": "amqp://intake:9f2kd83jfiw0@host:5672/mpp", "v": "postgres://peers@h/db",
        ])
        let secret = settings.secret("k")
        let url = settings.url("u", schemes: ["amqp"])
        _ = settings.url("v", schemes: ["postgres"])
        #expect(throws: Never.self) { try settings.finish() }
        #expect(secret.value == "9f2kd83jfiw02kd8")
        #expect(url.value == "amqp://intake:9f2kd83jfiw0@host:5672/mpp")
        #expect("\(secret) \(String(reflecting: secret))" == "<redacted> <redacted>")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(
            settings.effective.map(\.value) == [
                "<redacted>", "amqp://intake:<redacted>@host:5672/mpp", "postgres://peers@h/db",
            ])
    }

    @Test func `a sample password in a URL is a fault, unless a tool allows it`() throws {
        let settings = SettingsReader(values: ["u": "amqp://guest:guest@host/", "v": "amqp://guest:guest@host/"])
        _ = settings.url("u", schemes: ["amqp"])
        _ = settings.url("v", schemes: ["amqp"], allowingSamplePassword: true)
        let error = try #require(throws: SettingsError.self) { try settings.finish() }
        #expect(error.faults == [.init(key: "u", expectation: "must have a password; it must not be a sample value")])
    }

    @Test func `environment, secrets directory and file come in this order`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let secrets = folder.appending(path: "secrets")
        try FileManager.default.createDirectory(at: secrets, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        try Data("from-secrets\n".utf8).write(to: secrets.appending(path: "broker-name"))
        try Data("from-secrets".utf8).write(to: secrets.appending(path: "x"))
        let file = folder.appending(path: "config.json")
        try Data(#"{"http": {"port": 8085, "host": "h"}, "x": "from-file"}"#.utf8).write(to: file)

        let settings = try await SettingsReader.standard(
            overrides: ["http.port": "8086"],
            environment: [
                "SECRETS_DIRECTORY": secrets.path, "CONFIG_FILE": file.path, "HTTP_HOST": "", "BROKER_NAME": "",
            ])
        #expect(settings.int("http.port", range: 0...65_535) == 8086)
        #expect(settings.string("http.host") == "h")
        #expect(settings.string("broker.name") == "from-secrets")
        #expect(settings.string("x") == "from-secrets")
        try settings.finish()
        #expect(settings.effective.first { $0.key == "x" }?.value == "<redacted>")
    }

    @Test func `a named folder or file that is not there is a fault`() async throws {
        let error = try await #require(throws: SettingsError.self) {
            _ = try await SettingsReader.standard(
                environment: ["SECRETS_DIRECTORY": "/nowhere/at/all", "CONFIG_FILE": "/nowhere.json"])
        }
        #expect(error.faults.map(\.key) == ["config.file", "secrets.directory"])
    }
}
