import TestSupport

extension FaultTable {
    /// What happens between services and servers.
    static let network: [Fault] = [
        drop("the network is cut for 8 s", seconds: 8, isShort: true, []),
        drop("the network is cut for 60 s", seconds: 60, []),
        drop(
            "the network loses 5 % for 15 s", seconds: 15, isShort: true,
            ["-m", "statistic", "--mode", "random", "--probability", "0.05"]),
        drop(
            "the network loses 5 % for 60 s", seconds: 60,
            ["-m", "statistic", "--mode", "random", "--probability", "0.05"]),
    ]

    /// Drops packets to and from both servers; the suite has the network to itself.
    private static func drop(_ name: String, seconds: Int, isShort: Bool = false, _ match: [String]) -> Fault {
        Fault(
            name: name, isRequired: false, isShort: isShort, obstacle: { _ in await Machine.networkObstacle() },
            inject: { stage in
                let addresses = try await stage.suite.addresses()
                let ports = ["MPP_DATABASE_ADMIN_URL", "MPP_BROKER_ADMIN_URL"].compactMap { name in
                    addresses[name]?.split(separator: ":").last?.split(separator: "/").first.map(String.init)
                }
                guard ports.count == 2 else { throw Unexpected("the servers' ports are not known") }
                for port in ports {
                    for side in ["--dport", "--sport"] {
                        _ = try await Command.check(
                            "iptables", ["-w", "-A", "OUTPUT", "-p", "tcp", side, port] + match + ["-j", "DROP"])
                    }
                }
                try await stage.hold(seconds: seconds)
            },
            heal: { _ in _ = try await Command.check("iptables", ["-w", "-F", "OUTPUT"]) })
    }
}
