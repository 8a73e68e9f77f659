/// What the command line of a service asks for.
enum CommandLineRequest: Equatable {
    case serve(overrides: [String: String])
    case checkConfig(overrides: [String: String])
    case health(overrides: [String: String])
    case help
    case version
    case misuse(String)

    /// Reads the arguments after the program's name.
    init(_ arguments: [String]) {
        var overrides: [String: String] = [:]
        var command: String?
        var index = arguments.startIndex
        while index < arguments.endIndex {
            let argument = arguments[index]
            index += 1
            switch argument {
            case "--help", "-h": self = .help; return
            case "--version": self = .version; return
            case "--set":
                guard index < arguments.endIndex, let equals = arguments[index].firstIndex(of: "="),
                    equals > arguments[index].startIndex
                else {
                    self = .misuse("--set needs KEY=VALUE")
                    return
                }
                overrides[String(arguments[index][..<equals])] = String(
                    arguments[index][arguments[index].index(after: equals)...])
                index += 1
            case "serve", "health", "check-config":
                guard command == nil else {
                    self = .misuse("only one command at a time")
                    return
                }
                command = argument
            default:
                // The argument is not repeated: it may be a secret that slipped in.
                self = .misuse("unknown argument at position \(index)")
                return
            }
        }
        switch command {
        case "health": self = .health(overrides: overrides)
        case "check-config": self = .checkConfig(overrides: overrides)
        default: self = .serve(overrides: overrides)
        }
    }

    /// The text of `--help`.
    static func help(name: String) -> String {
        """
        \(name) \(BuildInfo.version)

        \(name) [serve] [--set KEY=VALUE]…   runs the service until SIGTERM or SIGINT
        \(name) check-config                 prints the effective settings, secrets masked; exit 78 when one is wrong
        \(name) health                       asks the running service whether it is ready; exit 0 or 1
        \(name) --version | --help

        Settings come from --set, the environment (database.poolSize is DATABASE_POOL_SIZE), the files of
        SECRETS_DIRECTORY (database-pool-size; default /run/secrets) and the JSON file CONFIG_FILE, in this order.
        Exit codes: 0 done, 1 fault, 2 usage, 78 settings or schema.

        """
    }
}
