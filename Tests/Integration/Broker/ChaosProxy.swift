import Broker
import Foundation
import Testing

/// A proxy in front of the broker that cuts and stalls connections when told, or speaks TLS.
final class ChaosProxy {
    /// How the proxy speaks TLS.
    struct Encryption {
        var certificate: String
        var key: String
        var newestVersion = "TLSv1_3"
    }

    private static let program = """
        import os, signal, socket, ssl, sys, threading
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        host, port, certificate, key, newest = sys.argv[1], int(sys.argv[2]), *sys.argv[3:6]
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_ciphers("DEFAULT@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = getattr(ssl.TLSVersion, newest)
            context.load_cert_chain(certificate, key)
        flowing, accepting = threading.Event(), threading.Event()
        flowing.set(); accepting.set()
        pairs = []
        def pump(source, sink):
            try:
                while True:
                    data = source.recv(65536)
                    flowing.wait()
                    if not data: break
                    sink.sendall(data)
            except OSError: pass
            for end in (source, sink):
                try: end.shutdown(socket.SHUT_RDWR)
                except OSError: pass
        def serve(client):
            try:
                if context: client = context.wrap_socket(client, server_side=True)
                server = socket.create_connection((host, port))
            except OSError:
                client.close(); return
            pairs.append((client, server))
            threading.Thread(target=pump, args=(client, server), daemon=True).start()
            pump(server, client)
        def listen(listener):
            while True:
                client, _ = listener.accept()
                if accepting.is_set(): threading.Thread(target=serve, args=(client,), daemon=True).start()
                else: client.close()
        listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen(64)
        threading.Thread(target=listen, args=(listener,), daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        for line in sys.stdin:
            word = line.strip()
            if word == "cut":
                for client, server in pairs:
                    for end in (client, server):
                        try: end.shutdown(socket.SHUT_RDWR)
                        except OSError: pass
                pairs.clear()
            elif word == "stall": flowing.clear()
            elif word == "flow": flowing.set()
            elif word == "refuse": accepting.clear()
            elif word == "accept": accepting.set()
            print("done", flush=True)
        os._exit(0)
        """

    private let process: HelperProcess
    /// The port it listens on, on loopback.
    let port: UInt16

    /// Starts a proxy in front of a broker.
    init(to target: BrokerAddress, encryption: Encryption? = nil) async throws {
        process = try HelperProcess([
            "python3", "-c", Self.program, target.host, String(target.port), encryption?.certificate ?? "",
            encryption?.key ?? "", encryption?.newestVersion ?? "",
        ])
        port = try #require(UInt16(await process.line()), "the proxy did not start")
    }

    /// Tells the proxy a word and waits until it has done it.
    func tell(_ word: String) async throws {
        try process.write(word)
        #expect(await process.line() == "done")
    }

    /// Settings for the way through the proxy.
    func settings(_ original: BrokerSettings, host: String = "127.0.0.1") -> BrokerSettings {
        var settings = original
        settings.addresses = [BrokerAddress(host: host, port: port)]
        return settings
    }
}
