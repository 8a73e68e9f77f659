import Broker
import Testing

@Suite("TLS", .needsBroker, .timeLimit(.minutes(2)))
struct EncryptionTests {
    private func settings(
        _ proxy: ChaosProxy, _ original: BrokerSettings, host: String, trusting authority: String?
    ) -> BrokerSettings {
        var settings = proxy.settings(original, host: host)
        settings.usesTLS = true
        settings.authorityFile = authority
        return settings
    }

    private func failure(_ settings: BrokerSettings) async -> BrokerError? {
        await #expect(throws: BrokerError.self) { try await TopologyClient.count(queue: "x", settings: settings) }
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a trusted certificate for the host carries messages both ways`(host: String) async throws {
        let direct = try BrokerServer.settings()
        let certificates = try await Certificates(for: "DNS:localhost,IP:127.0.0.1")
        let proxy = try await ChaosProxy(
            to: direct.addresses[0],
            encryption: .init(certificate: certificates.path("cert.pem"), key: certificates.path("key.pem")))
        let settings = settings(proxy, direct, host: host, trusting: certificates.path("ca.pem"))
        try await BrokerServer.withQueue(settings) { queue in
            let body = [UInt8](repeating: 7, count: 400_000)
            try await BrokerServer.withPublisher(settings) { publisher in
                let messages =
                    BrokerServer.messages(3000, to: queue)
                    + [OutboundMessage(exchange: "", routingKey: queue, properties: MessageProperties(), body: body)]
                #expect(await publisher.publish(messages).allConfirmed)
            }
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                var last: [UInt8] = []
                var count = 0
                while count < 3001 {
                    let batch = await consumer.nextBatch(max: 300)
                    count += batch.count
                    last = batch.last?.body ?? []
                    await consumer.acknowledge(batch.map(\.tag))
                }
                #expect(last == body)
            }
        }
        try certificates.remove()
    }

    @Test func `a certificate nobody vouches for is refused`() async throws {
        let direct = try BrokerServer.settings()
        let certificates = try await Certificates(for: "DNS:localhost")
        let proxy = try await ChaosProxy(
            to: direct.addresses[0],
            encryption: .init(certificate: certificates.path("cert.pem"), key: certificates.path("key.pem")))
        let error = await failure(settings(proxy, direct, host: "localhost", trusting: nil))
        #expect(error?.code == .tls)
        #expect(error?.disposition == .permanent)
        #expect(error?.replyText.contains("certificate") == true, "\(error?.replyText ?? "")")
        try certificates.remove()
    }

    @Test(arguments: [
        ("DNS:other.example", "localhost"), ("DNS:localhost", "127.0.0.1"), ("IP:127.0.0.2", "127.0.0.1"),
    ])
    func `a certificate for another host is refused`(names: String, host: String) async throws {
        let direct = try BrokerServer.settings()
        let certificates = try await Certificates(for: names)
        let proxy = try await ChaosProxy(
            to: direct.addresses[0],
            encryption: .init(certificate: certificates.path("cert.pem"), key: certificates.path("key.pem")))
        let error = await failure(settings(proxy, direct, host: host, trusting: certificates.path("ca.pem")))
        #expect(error?.code == .tls)
        #expect(error?.replyText.contains("mismatch") == true, "\(error?.replyText ?? "")")
        try certificates.remove()
    }

    @Test func `TLS older than 1_2 is refused`() async throws {
        let direct = try BrokerServer.settings()
        let certificates = try await Certificates(for: "DNS:localhost")
        let proxy = try await ChaosProxy(
            to: direct.addresses[0],
            encryption: .init(
                certificate: certificates.path("cert.pem"), key: certificates.path("key.pem"), newestVersion: "TLSv1_1")
        )
        let error = await failure(settings(proxy, direct, host: "localhost", trusting: certificates.path("ca.pem")))
        #expect(error?.code == .tls)
        try certificates.remove()
    }

    @Test func `TLS against a port that speaks none is refused`() async throws {
        var settings = try BrokerServer.settings()
        settings.usesTLS = true
        let error = await failure(settings)
        #expect(error?.code == .tls || error?.code == .unreachable)
    }

    @Test func `a file of authorities that is not there is a fault of the settings`() async throws {
        var settings = try BrokerServer.settings()
        settings.usesTLS = true
        settings.authorityFile = "/nowhere/ca.pem"
        #expect(await failure(settings)?.code == .configuration)
    }
}
