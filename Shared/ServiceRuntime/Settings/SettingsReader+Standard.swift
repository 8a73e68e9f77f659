import Configuration
import Foundation

extension SettingsReader {
    /// The reader of a process.
    ///
    /// - Shape: `SECRETS_DIRECTORY` names the folder of secrets (default `/run/secrets`, which need not exist);
    ///   `CONFIG_FILE` a JSON file of settings.
    /// - Parameters:
    ///   - overrides: Settings of the command line, by dotted key.
    ///   - environment: The environment.
    /// - Returns: The reader.
    /// - Throws: When a folder or file that was named cannot be read.
    package static func standard(
        overrides: [String: String] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(SettingsError) -> SettingsReader {
        let environment = environment.filter { !$0.value.isEmpty }
        var sources = [
            Source(name: "command line", provider: textProvider(overrides)),
            Source(
                name: "environment", provider: EnvironmentVariablesProvider(environmentVariables: environment)),
        ]
        var faults: [SettingsError.Fault] = []

        do {
            let folder = environment["SECRETS_DIRECTORY"]
            let path = pathReader(folder ?? "/run/secrets")
            let provider = try await DirectoryFilesProvider(
                directoryPath: path.requiredString(forKey: "filePath"), allowMissing: folder == nil)
            sources.append(Source(name: "secrets directory", provider: provider))
        } catch {
            // The library's error may quote contents; which folder it is, the operator knows.
            faults.append(.init(key: "secrets.directory", expectation: "must name a readable folder of files"))
        }

        if let file = environment["CONFIG_FILE"] {
            do {
                let provider = try await FileProvider<JSONSnapshot>(config: pathReader(file))
                sources.append(Source(name: "file", provider: provider))
            } catch {
                // As above.
                faults.append(.init(key: "config.file", expectation: "must name a readable JSON file"))
            }
        }
        if !faults.isEmpty { throw SettingsError(faults) }
        return SettingsReader(sources: sources, overrides: overrides.keys.sorted())
    }

    private static func pathReader(_ path: String) -> ConfigReader {
        ConfigReader(
            provider: InMemoryProvider(values: [
                AbsoluteConfigKey(["filePath"]): ConfigValue(.string(path), isSecret: false)
            ]))
    }
}
