/// How to reach the broker and how long to wait for it.
///
/// - Shape: `amqp(s)://user:password@host1:5672,host2:5672/vhost?heartbeat=10&cacertfile=…&certfile=…&keyfile=…`.
package struct BrokerSettings: Sendable {
    /// The hosts, tried in turn.
    package var addresses: [BrokerAddress]
    /// Whether the connection is encrypted (`amqps`): TLS 1.2 or newer, the host always verified.
    package var usesTLS: Bool
    /// The user.
    package var user: String
    /// The password.
    var password: String
    /// The virtual host.
    package var virtualHost: String
    /// The name the broker shows for our connections.
    package var connectionName: String
    /// The file with the certificates to trust; the system's without it.
    package var authorityFile: String?
    /// The file with our certificate.
    package var certificateFile: String?
    /// The file with our certificate's key.
    package var keyFile: String?
    /// The longest silence is twice this.
    package var heartbeatSeconds: Int = 10
    /// The largest frame; the broker may lower it.
    package var maximumFrameBytes: Int = 131_072
    /// The largest body to send.
    package var maximumBodyBytes: Int = 16 * 1024 * 1024
    /// How long one host may take to connect and log in.
    package var connectLimit: Duration = .seconds(5)
    /// How long a message waits for a connection before it is given back unsent.
    package var unsentLimit: Duration = .seconds(5)
    /// How long a sent message waits for its confirm before it is given back as unknown.
    package var confirmLimit: Duration = .seconds(20)
    /// How long the broker may take no byte or confirm nothing, unless it said it is blocked, before the connection
    /// is given up.
    package var stallLimit: Duration = .seconds(30)
    /// How long `close()` waits for outstanding confirms.
    package var closeLimit: Duration = .seconds(5)
    /// The first pause before connecting again; it doubles up to `longestRetryPause`.
    package var firstRetryPause: Duration = .milliseconds(100)
    /// The longest pause before connecting again.
    package var longestRetryPause: Duration = .seconds(10)
    /// How long a consumer that gets nothing waits before it asks whether its queue really is empty.
    package var idleProbeInterval: Duration = .seconds(60)
    /// Whether each message is stamped with our user, which the broker checks.
    package var stampsUserID = true

    /// Reads the settings from a URL.
    ///
    /// - Throws: `.configuration`, naming the part but never its value.
    package init(url: String, connectionName: String) throws(BrokerError) {
        let parsed = try BrokerURL(url)
        addresses = parsed.addresses
        usesTLS = parsed.usesTLS
        user = parsed.user
        password = parsed.password
        virtualHost = parsed.virtualHost
        self.connectionName = connectionName
        for (name, value) in parsed.parameters {
            switch name {
            case "heartbeat": heartbeatSeconds = try Self.number(value, name, in: 1...600)
            case "connection_timeout":
                connectLimit = .milliseconds(try Self.number(value, name, in: 100...120_000))
            case "cacertfile": authorityFile = value
            case "certfile": certificateFile = value
            case "keyfile": keyFile = value
            default: throw .configuration("unknown parameter \(name) in the broker URL")
            }
        }
        if !usesTLS, authorityFile != nil || certificateFile != nil || keyFile != nil {
            throw .configuration("certificates need an amqps:// URL")
        }
        if (certificateFile == nil) != (keyFile == nil) {
            throw .configuration("certfile and keyfile belong together")
        }
    }

    /// These settings with another password.
    package func withPassword(_ password: String) -> BrokerSettings {
        var other = self
        other.password = password
        return other
    }

    private static func number(_ text: String, _ name: String, in range: ClosedRange<Int>) throws(BrokerError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw .configuration("\(name) in the broker URL must be \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension BrokerSettings: CustomStringConvertible, CustomReflectable {
    /// The URL without the password.
    package var description: String {
        let hosts = addresses.map(\.description).joined(separator: ",")
        return "\(usesTLS ? "amqps" : "amqp")://\(user)@\(hosts)/\(virtualHost)"
    }

    /// Nothing but the description, so that no dump shows the password.
    package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}

extension BrokerError {
    /// The error of a wrong setting.
    static func configuration(_ text: String, fileID: String = #fileID, line: Int = #line) -> BrokerError {
        BrokerError(.configuration, text, operation: "read the broker URL", fileID: fileID, line: line)
    }
}
