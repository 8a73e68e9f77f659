package import Logging

/// What a service is built from.
package struct RuntimeContext: Sendable {
    /// The name of the service: `intake`.
    package let name: String
    /// The settings; to be read while building.
    package let settings: SettingsReader
    /// The logger of the service.
    package let logger: Logger
    /// Where the service registers what it depends on.
    package let health: Health
    /// Whether real people's data may be here.
    package let mode: Mode

    /// A context; made by ``ServiceProcess``, or by tests.
    package init(
        name: String, settings: SettingsReader, logger: Logger, health: Health = Health(), mode: Mode = .production
    ) {
        self.name = name
        self.settings = settings
        self.logger = logger
        self.health = health
        self.mode = mode
    }

    /// The context of one of several services in a process: settings scoped, logger and health checks under its name.
    package func scoped(to name: String) -> RuntimeContext {
        RuntimeContext(
            name: name, settings: settings.scoped(to: name), logger: Logger(label: name),
            health: health.scoped(to: name), mode: mode)
    }
}
