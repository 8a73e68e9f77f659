package import Contracts
import Logging
import ServiceLifecycle
package import ServiceRuntime
package import Simulation
package import Worker

/// A sample agency whose answers are slow, wrong, doubled, late or missing, as its profile says.
///
/// - Settings: those of ``AgencyWorker``, and `agency.profile` (path, required): the profile's file, in test mode only.
package struct SimulatedAgency: Sendable {
    private let agency: AgencyCode
    private let checks: [(code: CheckCode, check: AgencyWorker.Check)]

    /// Makes an agency of its checks, which say what it finds when nothing is simulated.
    package init(agency: AgencyCode, checks: [(code: CheckCode, check: AgencyWorker.Check)]) {
        self.agency = agency
        self.checks = checks
    }

    /// Runs until SIGTERM or SIGINT, then ends the process; a wrong profile ends it with 78 before it begins.
    package func run() async -> Never {
        await ServiceProcess.main(name: agency.value) { context in
            let url = context.settings.url("broker.url", schemes: ["amqp", "amqps"])
            let concurrency = context.settings.int("worker.concurrency", default: 16, range: 1...256)
            let profile = Self.profile(context)
            return [
                try SimulatedCheckService(
                    agency: agency, checks: checks, profile: try context.settings.finish(profile),
                    brokerURL: url.value, concurrency: concurrency, context: context)
            ]
        }
    }

    /// Reads the profile; nil after a fault, which the settings keep.
    package static func profile(_ context: RuntimeContext) -> SimulationProfile? {
        let path = context.settings.string("agency.profile")
        guard context.mode == .test else {
            context.settings.fault("agency.profile", "must not be set outside test mode")
            return nil
        }
        guard !path.isEmpty else { return nil }
        do throws(ProfileFault) {
            return try SimulationProfile(file: path)
        } catch {
            context.settings.fault("agency.profile", "must name a profile: \(error)")
            return nil
        }
    }
}
