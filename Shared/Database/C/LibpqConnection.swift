import CPostgres

/// The one owner of a libpq connection; ending its life closes the connection.
///
/// libpq allows one thread at a time. A value of this type has one owner at a time: the thread that opened it hands it
/// over whole, and from then on it stays on the pool's thread.
@safe struct LibpqConnection: ~Copyable, @unchecked Sendable {
    // Sound because: the pointer is private, the type cannot be copied, and libpq keeps no thread-local state for it.
    private let raw: OpaquePointer

    /// Connects, or tries all hosts in vain.
    ///
    /// - Isolation: blocks until then, so only for a thread of its own.
    /// - Throws: ``LibpqConnectFailure``, whose text has hosts, ports and reasons, and no password.
    /// - Source: PostgreSQL 15 manual, 34.1 `PQconnectdbParams`; name resolution blocks in the asynchronous calls too.
    init(parameters: [(key: String, value: String)]) throws(LibpqConnectFailure) {
        let opened = unsafe CStrings.withPointers(parameters.map(\.key)) { keys in
            unsafe CStrings.withPointers(parameters.map(\.value)) { values in
                unsafe PQconnectdbParams(keys, values, 0)
            }
        }
        guard let opened = unsafe opened else { throw LibpqConnectFailure(reason: "out of memory") }
        guard unsafe PQstatus(opened) == CONNECTION_OK, unsafe cpostgres_prepare_connection(opened) != 0 else {
            let reason = unsafe String(cString: PQerrorMessage(opened))
            unsafe PQfinish(opened)
            throw LibpqConnectFailure(reason: reason)
        }
        unsafe raw = opened
    }

    deinit { unsafe PQfinish(raw) }

    /// The socket's descriptor, −1 if there is none any more.
    var socket: Int32 { unsafe PQsocket(raw) }

    /// Whether libpq holds the connection for broken.
    var isBroken: Bool { unsafe PQstatus(raw) != CONNECTION_OK }

    /// The number of the server process that serves it.
    var backendPID: Int32 { unsafe PQbackendPID(raw) }

    /// The server's version, as `150020`.
    var serverVersion: Int32 { unsafe PQserverVersion(raw) }

    /// Whether the traffic is encrypted.
    var isEncrypted: Bool { unsafe PQsslInUse(raw) != 0 }

    /// Where the session stands, as far as answers have been read.
    var transactionStatus: TransactionStatus {
        switch unsafe PQtransactionStatus(raw) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .failed
        case PQTRANS_ACTIVE: .active
        default: .unknown
        }
    }

    /// Reads what has arrived, without waiting.
    ///
    /// - Returns: `false` if the connection is broken; answers that arrived before can still be taken.
    func consumeInput() -> Bool { unsafe PQconsumeInput(raw) == 1 }

    /// Writes what is waiting to be written, without waiting.
    func flush() -> FlushResult {
        switch unsafe PQflush(raw) {
        case 0: .done
        case 1: .more
        default: .broken
        }
    }

    /// Whether the next answer is not there yet as a whole.
    var isBusy: Bool { unsafe PQisBusy(raw) != 0 }

    /// Takes the next answer, where `nil` ends the answers to one command; only when not busy.
    func nextResult() -> LibpqResult? {
        guard let result = unsafe PQgetResult(raw) else { return nil }
        return unsafe LibpqResult(owning: result)
    }

    /// What libpq says about the connection; for broken connections, as their last words.
    var lastWords: String { unsafe String(cString: PQerrorMessage(raw)) }

    /// What another thread needs to cancel the statement that is running.
    func canceller() -> LibpqCancel? { unsafe PQgetCancel(raw).map { unsafe LibpqCancel(owning: $0) } }

    /// Leaves the pipeline for scripts; only when every answer has been taken.
    func leavePipeline() -> Bool { unsafe PQexitPipelineMode(raw) == 1 }

    /// Goes back to the pipeline.
    func enterPipeline() -> Bool { unsafe PQenterPipelineMode(raw) == 1 }

    /// Sends a script of any number of statements; only outside the pipeline.
    func send(script: String) -> Bool { unsafe PQsendQuery(raw, script) == 1 }

    /// Queues the preparation of a statement.
    func sendPrepare(name: String, text: String, oids: [UInt32]) -> Bool {
        unsafe oids.withUnsafeBufferPointer { types in
            unsafe PQsendPrepare(raw, name, text, Int32(oids.count), types.baseAddress) == 1
        }
    }

    /// Queues the execution of a prepared statement, values and rows in binary form.
    func sendExecute(name: String, binds: SQLBinds) -> Bool {
        let count = binds.count
        guard count > 0 else { return unsafe PQsendQueryPrepared(raw, name, 0, nil, nil, nil, 1) == 1 }
        return unsafe binds.bytes.withUnsafeBytes { bytes in
            unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
                    unsafe Self.fill(values, numbers, from: binds, bytes)
                    return unsafe PQsendQueryPrepared(
                        raw, name, Int32(count), values.baseAddress, numbers.baseAddress,
                        numbers.baseAddress?.advanced(by: count), 1) == 1
                }
            }
        }
    }

    /// Queues a command without values and rows.
    func sendCommand(_ text: String) -> Bool { unsafe PQsendQueryParams(raw, text, 0, nil, nil, nil, nil, 1) == 1 }

    /// Queues the end of an implicit transaction and flushes as far as the socket takes it.
    func sync() -> Bool { unsafe PQpipelineSync(raw) == 1 }

    /// Fills in pointers, then lengths, then formats.
    private static func fill(
        _ values: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>, _ numbers: UnsafeMutableBufferPointer<Int32>,
        from binds: SQLBinds, _ bytes: UnsafeRawBufferPointer
    ) {
        // An empty value is told from NULL by its pointer alone, so it needs one, whatever it points to.
        guard let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(values.baseAddress) else { return }
        for (index, slot) in binds.slots.enumerated() {
            let pointer = unsafe base.advanced(by: slot.start).assumingMemoryBound(to: CChar.self)
            unsafe values.initializeElement(at: index, to: slot.length < 0 ? nil : pointer)
            unsafe numbers.initializeElement(at: index, to: Int32(max(0, slot.length)))
            unsafe numbers.initializeElement(at: binds.count + index, to: 1)
        }
    }
}
