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
            let settings = WorkerSettings(context.settings, agency: agency)
            let profile = try context.settings.finish(Self.profile(context))
            return [
                try CheckService(agency: agency, checks: checks, settings: settings, context: context) {
                    code, check, publisher in
                    SimulatedResponder(
                        agency: agency, code: code, check: check, profile: profile, publisher: publisher,
                        logger: context.logger)
                }
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
