import Broker
import Testing

@Suite("Broker URL", .timeLimit(.minutes(1)))
struct BrokerURLTests {
    @Test func `a full URL gives every part`() throws {
        let settings = try BrokerSettings(
            url: "amqps://in%40take:p%3Ass@a.example:5001,[::1]:5002,b/mpp%2Fx?heartbeat=15&cacertfile=%2Fca.pem"
                + "&certfile=/c.pem&keyfile=/k.pem&connection_timeout=2500",
            connectionName: "intake")
        #expect(settings.usesTLS)
        #expect(
            settings.addresses == [
                BrokerAddress(host: "a.example", port: 5001), BrokerAddress(host: "::1", port: 5002),
                BrokerAddress(host: "b", port: 5671),
            ])
        #expect(settings.user == "in@take")
        #expect(settings.virtualHost == "mpp/x")
        #expect(settings.heartbeatSeconds == 15)
        #expect(settings.authorityFile == "/ca.pem")
        #expect(settings.certificateFile == "/c.pem")
        #expect(settings.keyFile == "/k.pem")
        #expect(settings.connectLimit == .milliseconds(2500))
    }

    @Test(arguments: ["amqp://u:p@h", "amqp://u:p@h/", "amqp://u:p@h/%2F"])
    func `no virtual host means the default one`(url: String) throws {
        let settings = try BrokerSettings(url: url, connectionName: "x")
        #expect(settings.virtualHost == "/")
        #expect(settings.addresses == [BrokerAddress(host: "h", port: 5672)])
    }

    @Test(arguments: [
        "", "h", "http://u:p@h", "amqp://h/v", "amqp://u@h/v", "amqp://:p@h", "amqp://u:@h", "amqp://u:p@h:0",
        "amqp://u:p@h:70000", "amqp://u:p@h:x", "amqp://u:p@", "amqp://u:p@a,,b", "amqp://u:p@[::1",
        "amqp://u:p@[::1]x",
        "amqp://u:p@h/a/b", "amqp://u:p@h/%2", "amqp://u:p@h/%zz", "amqp://u:p@h/%ff", "amqp://u:p@h/%00",
        "amqp://u:p@h?heartbeat", "amqp://u:p@h?heartbeat=0", "amqp://u:p@h?heartbeat=x", "amqp://u:p@h?verify=none",
        "amqp://u:p@h?cacertfile=/x", "amqps://u:p@h?certfile=/x", "amqps://u:p@h?keyfile=/x",
    ])
    func `a faulty URL is refused`(url: String) {
        let error = #expect(throws: BrokerError.self) { try BrokerSettings(url: url, connectionName: "x") }
        #expect(error?.code == .configuration)
        #expect(error?.disposition == .fatal)
    }

    @Test func `no description shows the password`() throws {
        let settings = try BrokerSettings(url: "amqp://user:hidden-word@host/v", connectionName: "x")
        #expect(!"\(settings)".contains("hidden"))
        #expect(!String(reflecting: settings).contains("hidden"))
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("hidden"))
        let error = #expect(throws: BrokerError.self) {
            try BrokerSettings(url: "amqp://user:hidden-word@host:x", connectionName: "x")
        }
        #expect(error.map { !"\($0)".contains("hidden") } == true)
    }
}
