import CRabbitMQ
import Glibc

/// One connection of librabbitmq: connects and logs in (blocking, on a thread for that), then reads frames and writes
/// bytes without blocking.
///
/// The library's state belongs to one thread at a time; that it cannot be copied makes sure of it.
///
/// - Source: librabbitmq 0.11 `amqp.h`.
@safe struct AMQPHandle: ~Copyable, @unchecked Sendable {
    // Sound because the value is unique: whoever has it is the only one to use the state, and handing it over to
    // another thread orders the accesses.
    private let state: amqp_connection_state_t
    private let tls: UnsafeMutablePointer<mq_tls_t>?
    private let descriptor: Int32
    private var interner = StringInterner()
    /// The host it is connected to.
    let address: BrokerAddress
    /// The heartbeat both sides agreed on; 0 = none.
    let heartbeatSeconds: Int
    /// The largest frame both sides agreed on.
    let maximumFrameBytes: Int

    /// Connects to one host and logs in; blocks up to `connectLimit` twice, and for the name's look-up.
    ///
    /// - Throws: `.unreachable`, `.tls`, `.refusedLogin`, `.connectionClosed` with the broker's words.
    init(connectingTo address: BrokerAddress, settings: BrokerSettings) throws(BrokerError) {
        guard let state = unsafe amqp_new_connection() else { throw .library(.unreachable, "no memory", "connect") }
        var tls: UnsafeMutablePointer<mq_tls_t>?
        do throws(BrokerError) {
            unsafe tls = try Self.open(state, address, settings)
            try unsafe Self.login(state, settings)
        } catch {
            unsafe amqp_destroy_connection(state)
            unsafe tls?.deallocate()
            throw error
        }
        unsafe self.state = unsafe state
        unsafe self.tls = unsafe tls
        self.address = address
        descriptor = unsafe amqp_get_sockfd(state)
        heartbeatSeconds = Int(unsafe amqp_get_heartbeat(state))
        maximumFrameBytes = Int(unsafe amqp_get_frame_max(state))
        // From here on we send ourselves, heartbeats too: the library's own could cut into a frame half written.
        _ = unsafe amqp_tune_connection(state, amqp_get_channel_max(state), amqp_get_frame_max(state), 0)
    }

    deinit {
        unsafe amqp_destroy_connection(state)
        unsafe tls?.deallocate()
    }

    /// The socket, to wait on.
    var socket: Int32 { descriptor }

    private static func open(
        _ state: amqp_connection_state_t, _ address: BrokerAddress, _ settings: BrokerSettings
    ) throws(BrokerError) -> UnsafeMutablePointer<mq_tls_t>? {
        var limit = settings.connectLimit.timeval
        unsafe amqp_set_handshake_timeout(state, &limit)
        unsafe amqp_set_rpc_timeout(state, &limit)
        if settings.usesTLS {
            let tls = UnsafeMutablePointer<mq_tls_t>.allocate(capacity: 1)
            unsafe tls.initialize(to: mq_tls_t())
            do throws(BrokerError) {
                try unsafe openEncrypted(state, address, settings, tls)
            } catch {
                unsafe tls.deallocate()
                throw error
            }
            return unsafe tls
        }
        guard let socket = unsafe amqp_tcp_socket_new(state) else {
            throw .library(.unreachable, "no memory", "connect")
        }
        let status = unsafe amqp_socket_open_noblock(socket, address.host, Int32(address.port), &limit)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw .library(.unreachable, "\(address): \(text(of: status))", "connect")
        }
        return nil
    }

    private static func openEncrypted(
        _ state: amqp_connection_state_t, _ address: BrokerAddress, _ settings: BrokerSettings,
        _ tls: UnsafeMutablePointer<mq_tls_t>
    ) throws(BrokerError) {
        guard let socket = unsafe amqp_ssl_socket_new(state) else { throw .library(.tls, "no memory", "connect") }
        unsafe amqp_ssl_socket_set_verify_peer(socket, 1)
        unsafe amqp_ssl_socket_set_verify_hostname(socket, 1)
        if let file = settings.authorityFile {
            guard unsafe amqp_ssl_socket_set_cacert(socket, file) == AMQP_STATUS_OK.rawValue else {
                throw .library(.configuration, "the file of trusted certificates cannot be used", "connect")
            }
        }
        if let certificate = settings.certificateFile, let key = settings.keyFile {
            guard unsafe amqp_ssl_socket_set_key(socket, certificate, key) == AMQP_STATUS_OK.rawValue else {
                throw .library(.configuration, "our certificate or its key cannot be used", "connect")
            }
        }
        guard unsafe mq_tls_prepare(socket, tls, address.host, settings.authorityFile == nil ? 1 : 0) == 1 else {
            throw .library(.tls, "TLS cannot be set up", "connect")
        }
        var limit = settings.connectLimit.timeval
        let status = unsafe amqp_socket_open_noblock(socket, address.host, Int32(address.port), &limit)
        guard status != AMQP_STATUS_OK.rawValue else { return }
        // The library reports a refused host name and a refused certificate apart from a host that does not answer.
        let isReachable =
            status == AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue
            || status == AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue
            || status == AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue || status == AMQP_STATUS_SSL_ERROR.rawValue
        guard isReachable else { throw .library(.unreachable, "\(address): \(text(of: status))", "connect") }
        let refusal = unsafe mq_tls_refusal(tls).map { unsafe String(cString: $0) }
        throw .library(.tls, "\(address): \(refusal ?? text(of: status))", "connect")
    }

    private static func login(
        _ state: amqp_connection_state_t, _ settings: BrokerSettings
    ) throws(BrokerError) {
        let reply = unsafe mq_login_plain(
            state, settings.virtualHost, Int32(settings.maximumFrameBytes), Int32(settings.heartbeatSeconds),
            settings.connectionName, settings.user, settings.password)
        switch unsafe reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return
        case AMQP_RESPONSE_SERVER_EXCEPTION where unsafe reply.reply.id == InboundMethod.connectionClose:
            guard let close = unsafe reply.reply.decoded?.assumingMemoryBound(to: amqp_connection_close_t.self) else {
                throw .library(.connectionClosed, "closed without a reason", "log in")
            }
            let code = unsafe close.pointee.reply_code
            throw BrokerError(
                code == 403 || code == 530 ? .refusedLogin : .connectionClosed,
                unsafe close.pointee.reply_text.text, operation: "log in", replyCode: code)
        default:
            // A broker that does not know `authentication_failure_close` just hangs up.
            throw .library(.connectionLost, text(of: unsafe reply.library_error), "log in")
        }
    }

    /// The library's words for a status.
    static func text(of status: Int32) -> String {
        unsafe amqp_error_string2(status).map { unsafe String(cString: $0) } ?? "status \(status)"
    }

    /// Whether bytes read from the socket wait to be taken apart.
    var hasBufferedInput: Bool { unsafe amqp_data_in_buffer(state) != 0 }

    /// Whether all that the socket has given must be read before waiting on it: TLS keeps bytes to itself.
    var mustReadToTheEnd: Bool { unsafe tls != nil }

    /// The next frame, nil if none has come whole; never blocks.
    ///
    /// - Throws: `.connectionLost`, `.protocolViolation`.
    mutating func receive() throws(BrokerError) -> InboundFrame? {
        // What the frame before pointed to has been copied.
        unsafe amqp_maybe_release_buffers(state)
        var frame = unsafe amqp_frame_t()
        var none = timeval()
        let status = unsafe amqp_simple_wait_frame_noblock(state, &frame, &none)
        if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
        guard status == AMQP_STATUS_OK.rawValue else {
            throw .library(.connectionLost, Self.text(of: status), "receive")
        }
        return unsafe try InboundFrame(frame, &interner)
    }

    /// Writes as many bytes as the socket takes now and gives their number; 0 = it is full.
    ///
    /// - Throws: `.connectionLost`.
    mutating func send(_ bytes: Span<UInt8>) throws(BrokerError) -> Int {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            if let tls = unsafe tls { return unsafe mq_tls_write(tls, buffer.baseAddress, buffer.count) }
            return unsafe Glibc.send(
                descriptor, buffer.baseAddress, buffer.count, Int32(Int(MSG_NOSIGNAL) | Int(MSG_DONTWAIT)))
        }
        if count >= 0 { return count }
        if unsafe tls != nil {
            guard count == -1 else { throw .library(.connectionLost, "the encrypted connection broke", "send") }
            return 0
        }
        let reason = errno
        if reason == EAGAIN || reason == EINTR { return 0 }
        throw .library(.connectionLost, unsafe String(cString: strerror(reason)), "send")
    }
}

extension BrokerError {
    /// An error that the library or the system reports.
    static func library(
        _ code: Code, _ text: String, _ operation: String, fileID: String = #fileID, line: Int = #line
    ) -> BrokerError {
        BrokerError(code, text, operation: operation, fileID: fileID, line: line)
    }
}

extension Duration {
    /// The duration as the system's structure.
    fileprivate var timeval: timeval {
        let nanoseconds = nanoseconds
        return Glibc.timeval(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_usec: Int(nanoseconds % 1_000_000_000 / 1000))
    }
}

extension amqp_bytes_t {
    /// A copy as text; what is not UTF-8 is repaired.
    var text: String {
        guard let bytes = unsafe bytes else { return "" }
        return unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: len), as: UTF8.self)
    }
}
