import NIOCore
import NIOPosix
import Synchronization
import TestSupport

/// A wire to a server that a test can cut, at once or just when a certain answer would come.
final class Relay: Sendable {
    private struct State {
        var isOpen = true
        var trap: [UInt8]?
        var barrier: (bytes: [UInt8], gate: Gate)?
        var sprung = 0
        var links: [ObjectIdentifier: any Channel] = [:]
    }

    private let host: String
    private let port: Int
    private let state = Mutex(State())
    private let listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>

    /// Listens on a free port of the loopback and passes everything on to the server.
    init(to host: String, _ port: Int) async throws {
        self.host = host
        self.port = port
        listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// The port to connect to.
    var ownPort: Int { listener.channel.localAddress?.port ?? 0 }
    /// How often the trap was sprung.
    var sprung: Int { state.withLock(\.sprung) }

    /// Serves until the task is cancelled.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { links in
            try await listener.executeThenClose { clients in
                for try await client in clients {
                    guard state.withLock(\.isOpen) else {
                        try await client.channel.close()
                        continue
                    }
                    links.addTask {
                        // A wire that breaks is what this is for; both ends notice by themselves.
                        try? await self.link(client)
                    }
                }
            }
        }
    }

    /// Cuts every connection and lets no new one through until it is mended.
    func cut() {
        let links = state.withLock { state in
            state.isOpen = false
            return Array(state.links.values)
        }
        for link in links { link.close(promise: nil) }
    }

    /// Lets connections through again.
    func mend() { state.withLock { $0.isOpen = true } }

    /// The next answer with these bytes in it does not arrive: its connection is cut instead, once.
    func trap(_ bytes: [UInt8]) { state.withLock { $0.trap = bytes } }

    /// The next answer with these bytes in it, and all behind it, waits for the gate; what came before them does not.
    func hold(_ bytes: [UInt8], at gate: Gate) { state.withLock { $0.barrier = (bytes, gate) } }

    private func link(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws {
        try await client.executeThenClose { requests, toClient in
            let server = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            let id = ObjectIdentifier(client.channel)
            state.withLock { $0.links[id] = client.channel }
            defer { state.withLock { $0.links[id] = nil } }
            try await server.executeThenClose { answers, toServer in
                try await withThrowingTaskGroup(of: Void.self) { pumps in
                    pumps.addTask {
                        for try await request in requests { try await toServer.write(request) }
                    }
                    pumps.addTask {
                        for try await answer in answers {
                            if self.springs(answer) { return }
                            var rest = answer
                            if let (count, gate) = self.holds(answer), let early = rest.readSlice(length: count) {
                                try await toClient.write(early)
                                try await gate.pass()
                            }
                            try await toClient.write(rest)
                        }
                    }
                    // Whichever end closes, the other one goes too.
                    defer { pumps.cancelAll() }
                    try await pumps.next()
                }
            }
        }
    }

    private func springs(_ answer: ByteBuffer) -> Bool {
        state.withLock { state in
            guard let trap = state.trap, answer.readableBytesView.place(of: trap) != nil else { return false }
            state.trap = nil
            state.sprung += 1
            return true
        }
    }

    private func holds(_ answer: ByteBuffer) -> (count: Int, gate: Gate)? {
        state.withLock { state in
            guard let barrier = state.barrier, let place = answer.readableBytesView.place(of: barrier.bytes) else {
                return nil
            }
            state.barrier = nil
            return (place, barrier.gate)
        }
    }
}

extension ByteBufferView {
    /// How many bytes stand before these, if they stand in it.
    fileprivate func place(of bytes: [UInt8]) -> Int? {
        guard count >= bytes.count else { return nil }
        return indices.dropLast(bytes.count - 1).first { self[$0...].starts(with: bytes) }.map { $0 - startIndex }
    }
}

/// Runs the body with a relay to a server.
///
/// - Throws: what the body throws.
func withRelay(to host: String, _ port: Int, _ body: (Relay) async throws -> Void) async throws {
    let relay = try await Relay(to: host, port)
    let running = Task { try await relay.run() }
    do {
        try await body(relay)
        running.cancel()
    } catch {
        running.cancel()
        throw error
    }
}
