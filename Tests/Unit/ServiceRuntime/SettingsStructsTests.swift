import Logging
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(1)))
struct SettingsStructsTests {
    @Test func `runtime settings with all keys`() throws {
        let reader = SettingsReader(values: [
            "mode": "test", "log.level": "debug", "log.output": "stdout", "ops.host": "0.0.0.0", "ops.port": "9999",
            "shutdown.graceSeconds": "5", "otlp.endpoint": "http://collector:4318", "otlp.sampleRatio": "0.25",
        ])
        let settings = RuntimeSettings(reader)
        try reader.finish()
        #expect(settings.mode == .test)
        #expect(settings.logLevel == .debug)
        #expect(settings.logOutput == .stdout)
        #expect(settings.opsHost == "0.0.0.0")
        #expect(settings.opsPort == 9999)
        #expect(settings.shutdownGraceSeconds == 5)
        #expect(settings.otlpEndpoint == "http://collector:4318")
        #expect(settings.otlpSampleRatio == 0.25)
    }

    @Test func `runtime settings with no key`() throws {
        let reader = SettingsReader(values: [:])
        let settings = RuntimeSettings(reader, opsPort: 9081)
        try reader.finish()
        #expect(settings.mode == .production)
        #expect(settings.logLevel == .info)
        #expect(settings.logOutput == .stderr)
        #expect(settings.opsHost == "127.0.0.1")
        #expect(settings.opsPort == 9081)
        #expect(settings.shutdownGraceSeconds == 25)
        #expect(settings.otlpEndpoint == nil)
        #expect(settings.otlpSampleRatio == 1)
    }

    @Test func `HTTP settings with all keys`() throws {
        let reader = SettingsReader(values: [
            "http.host": "::", "http.port": "80", "http.maxConnections": "10", "http.idleTimeoutSeconds": "7",
            "http.accessLog": "all",
        ])
        let settings = HTTPServerSettings(reader, defaultPort: 8080)
        try reader.finish()
        #expect(
            settings
                == HTTPServerSettings(host: "::", port: 80, maxConnections: 10, idleTimeoutSeconds: 7, accessLog: .all))
    }

    @Test func `HTTP settings with no key`() throws {
        let reader = SettingsReader(values: [:])
        let settings = HTTPServerSettings(reader, defaultPort: 8081)
        try reader.finish()
        #expect(settings == HTTPServerSettings(port: 8081))
    }

    @Test func `authentication settings with all keys`() throws {
        let reader = SettingsReader(values: [
            "auth.issuer": "https://issuer", "auth.audience": "mpp", "auth.jwksURL": "https://issuer/jwks",
            "auth.refreshSeconds": "60", "auth.leewaySeconds": "0",
        ])
        let settings = AuthenticationSettings(reader)
        try reader.finish()
        #expect(settings.issuer == "https://issuer")
        #expect(settings.audience == "mpp")
        #expect(settings.keys == .url("https://issuer/jwks"))
        #expect(settings.refreshSeconds == 60)
        #expect(settings.leewaySeconds == 0)
    }

    @Test func `authentication settings with no key`() throws {
        let reader = SettingsReader(values: [:])
        let settings = AuthenticationSettings(reader)
        #expect(settings.refreshSeconds == 300)
        #expect(settings.leewaySeconds == 30)
        let error = try #require(throws: SettingsError.self) { try reader.finish() }
        #expect(error.faults.map(\.key) == ["auth.audience", "auth.issuer", "auth.jwksFile"])
    }

    @Test func `a key file and a key URL together are a fault`() throws {
        let reader = SettingsReader(values: [
            "auth.issuer": "i", "auth.audience": "a", "auth.jwksURL": "https://issuer/jwks", "auth.jwksFile": "/x",
        ])
        _ = AuthenticationSettings(reader)
        #expect(throws: SettingsError.self) { try reader.finish() }
    }
}
