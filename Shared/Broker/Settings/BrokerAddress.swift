/// One host of a broker.
package struct BrokerAddress: Sendable, Equatable {
    /// The name or address, an IPv6 address without brackets.
    package let host: String
    /// The port.
    package let port: UInt16

    /// Makes an address.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}

extension BrokerAddress: CustomStringConvertible {
    /// `host:port`.
    package var description: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
