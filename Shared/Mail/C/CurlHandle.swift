import CCurl

/// One libcurl handle with its connection, for one thread at a time.
///
/// - Isolation: every call may block; not to be used on the cooperative pool.
/// - Source: libcurl 7.88 `curl_easy_setopt(3)`, `libcurl-thread(3)`.
@safe
struct CurlHandle: ~Copyable {
    private static let library: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let handle: UnsafeMutableRawPointer

    init?() {
        guard Self.library == CURLE_OK, let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
    }

    /// Hands one message over.
    borrowing func send(
        _ body: [UInt8], from sender: String, to recipient: String, settings: SMTPSettings
    ) -> SMTPOutcome {
        let recipients: UnsafeMutablePointer<curl_slist>? = unsafe curl_slist_append(nil, recipient)
        defer { unsafe curl_slist_free_all(recipients) }
        guard unsafe recipients != nil else { return SMTPOutcome(result: Int(CURLE_OUT_OF_MEMORY.rawValue)) }
        let prepared = configure(settings, sender: sender)
        guard prepared == CURLE_OK else { return SMTPOutcome(result: Int(prepared.rawValue)) }
        unsafe mpp_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)

        return unsafe body.withUnsafeBufferPointer { bytes in
            var transfer = unsafe mpp_smtp_transfer()
            unsafe transfer.body = bytes.baseAddress
            unsafe transfer.length = bytes.count
            var reply = 0
            let result = unsafe mpp_smtp_perform(handle, &transfer, &reply)
            return unsafe SMTPOutcome(
                result: Int(result.rawValue), replyCode: reply, enhancedStatus: Self.text(transfer.status),
                command: Self.text(transfer.command) ?? "", drained: transfer.drained != 0)
        }
    }

    /// The C array's text, nil when it is empty.
    private static func text<CArray>(_ array: CArray) -> String? {
        let bytes = unsafe withUnsafeBytes(of: array) { unsafe Array($0) }.prefix { $0 != 0 }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Sets everything anew; the connection of the message before stays open and is used again.
    private borrowing func configure(_ settings: SMTPSettings, sender: String) -> CURLcode {
        unsafe curl_easy_reset(handle)
        let scheme = settings.encryption == .tls ? "smtps" : "smtp"
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        let usesTLS: CUnsignedInt
        switch settings.encryption {
        case .none: usesTLS = CURLUSESSL_NONE.rawValue
        case .opportunistic: usesTLS = CURLUSESSL_TRY.rawValue
        case .starttls, .tls: usesTLS = CURLUSESSL_ALL.rawValue
        }
        var strings: [(CURLoption, String?)] = [
            (CURLOPT_URL, "\(scheme)://\(host):\(settings.port)"), (CURLOPT_PROTOCOLS_STR, scheme),
            (CURLOPT_MAIL_FROM, sender), (CURLOPT_USERNAME, settings.user), (CURLOPT_PASSWORD, settings.password),
        ]
        if let file = settings.certificateFile { strings.append((CURLOPT_CAINFO, file)) }
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_UPLOAD, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_USE_SSL, Int(usesTLS)),
            (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            (CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeoutMilliseconds),
            (CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, settings.responseTimeoutMilliseconds / 1000)),
            (CURLOPT_TIMEOUT_MS, settings.totalTimeoutMilliseconds),
        ]
        for (option, value) in strings {
            guard let value else { continue }
            let result = unsafe mpp_curl_set_string(handle, option, value)
            if result != CURLE_OK { return result }
        }
        for (option, value) in numbers {
            let result = unsafe mpp_curl_set_long(handle, option, value)
            if result != CURLE_OK { return result }
        }
        // No proxy from the environment stands between us and the server.
        return unsafe mpp_curl_set_string(handle, CURLOPT_NOPROXY, "*")
    }
}
