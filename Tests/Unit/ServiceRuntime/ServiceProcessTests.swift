import AsyncHTTPClient
import Foundation
import Hummingbird
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(1)))
struct ServiceProcessTests {
    struct Quick: Service {
        func run() async {}
    }

    struct Waiting: Service {
        func run() async throws {
            try await gracefulShutdown()
        }
    }

    struct Failing: Service {
        struct Mismatch: ProcessFault {
            var exitCode: ExitCode { .configuration }
            var description: String { "the schema is newer than this program" }
        }

        func run() async throws { throw Mismatch() }
    }

    struct Interrupting: Service {
        let signal: Int32

        func run() async throws {
            kill(getpid(), signal)
            try await gracefulShutdown()
        }
    }

    @Test(arguments: [
        ([], CommandLineRequest.serve(overrides: [:])),
        (["serve", "--set", "a.b=c=d"], .serve(overrides: ["a.b": "c=d"])),
        (["check-config"], .checkConfig(overrides: [:])),
        (["--set", "ops.port=1", "health"], .health(overrides: ["ops.port": "1"])),
        (["--help"], .help),
        (["health", "--version"], .version),
        (["--set", "novalue"], .misuse("--set needs KEY=VALUE")),
        (["--set"], .misuse("--set needs KEY=VALUE")),
        (["health", "serve"], .misuse("only one command at a time")),
        (["--passwort=hunter2"], .misuse("unknown argument at position 1")),
    ])
    func `the command line is understood`(arguments: [String], request: CommandLineRequest) {
        #expect(CommandLineRequest(arguments) == request)
    }

    @Test func `a wrong setting ends with 78 and names it without its value`() async throws {
        let result = try await #require(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            let code = await ServiceProcess.respond(
                to: .serve(overrides: ["ops.port": "hunter2", "log.level": "loud"]), name: "intake", opsPort: 9080
            ) { context in
                _ = context.settings.secret("key.ring")
                return []
            }
            exit(code.rawValue)
        }
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("intake: cannot start: 3 wrong or missing setting(s):"))
        #expect(text.contains("ops.port (OPS_PORT) must be a whole number from 0 to 65535"))
        #expect(text.contains("key.ring (KEY_RING) is missing"))
        #expect(!text.contains("hunter2") && !text.contains("loud"))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends the service with 0`(signal: Int32) async {
        await #expect(processExitsWith: .success) { [signal] in
            let code = await ServiceProcess.serve(name: "intake", overrides: ["ops.port": "0"]) { _ in
                [Waiting(), Interrupting(signal: signal)]
            }
            exit(code.rawValue)
        }
    }

    @Test func `a kept-alive connection does not hold up the shutdown`() async throws {
        struct Visitor: Service {
            let server: HTTPServer

            func run() async throws {
                while server.port == nil { await Task.yield() }
                let port = try #require(server.port)
                // The shared client keeps the connection open.
                let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/hello")
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
                if response.status == .ok { kill(getpid(), SIGTERM) }
                try await gracefulShutdown()
            }
        }
        let started = ContinuousClock.now
        await #expect(processExitsWith: .success) {
            let overrides = ["ops.port": "0", "http.port": "0", "shutdown.graceSeconds": "30"]
            let code = await ServiceProcess.serve(name: "intake", overrides: overrides) { context in
                let settings = HTTPServerSettings(context.settings, defaultPort: 8080)
                let router = Router<HTTPContext>.standard(settings: settings)
                router.get("hello") { _, _ in try Response.json("hello") }
                let server = HTTPServer(router: router, settings: settings, logger: context.logger)
                return [server, Visitor(server: server)]
            }
            exit(code.rawValue)
        }
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test func `a part that ends by itself ends the process with 1`() async {
        await #expect(processExitsWith: .exitCode(1)) {
            let code = await ServiceProcess.serve(name: "intake", overrides: ["ops.port": "0"]) { _ in
                [Waiting(), Quick()]
            }
            exit(code.rawValue)
        }
    }

    @Test func `a running part may name the exit code`() async throws {
        let result = try await #require(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            let code = await ServiceProcess.serve(name: "intake", overrides: ["ops.port": "0"]) { _ in
                [Waiting(), Failing()]
            }
            exit(code.rawValue)
        }
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("intake: stopped: the schema is newer than this program"))
    }

    @Test func `check-config prints the settings, masked, and ends with 0`() async throws {
        let result = try await #require(processExitsWith: .success, observing: [\.standardOutputContent]) {
            let code = await ServiceProcess.respond(
                to: .checkConfig(overrides: ["key.ring": "9f2kd83jfiw02kd8"]), name: "intake", opsPort: 9080
            ) { context in
                _ = context.settings.secret("key.ring")
                return []
            }
            // Standard output to a pipe is buffered, and `exit` writes it.
            exit(code.rawValue)
        }
        let text = String(decoding: result.standardOutputContent, as: UTF8.self)
        #expect(text.contains("key.ring = <redacted>  (command line)\n"))
        #expect(text.contains("ops.port = 9080  (default)\n"))
    }

    @Test func `health answers for the running service`() async throws {
        await #expect(processExitsWith: .exitCode(1)) {
            // Nothing listens on the discard port of this machine.
            let code = await ServiceProcess.respond(
                to: .health(overrides: ["ops.port": "9"]), name: "intake", opsPort: 9080
            ) { _ in [] }
            exit(code.rawValue)
        }
    }

    @Test func `misuse ends with 2`() async {
        let code = await ServiceProcess.respond(to: .misuse("x"), name: "intake", opsPort: 9080) { _ in [] }
        #expect(code == .usage)
    }
}
