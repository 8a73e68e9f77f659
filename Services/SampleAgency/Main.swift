import AgencySimulator
import Contracts
import Foundation
import Worker

/// The sample agencies; the environment's `AGENCY` says which one this process is, and with `AGENCY_PROFILE` it misbehaves
/// as that file says.
@main struct Main {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let isSimulated = environment["AGENCY_PROFILE"] != nil
        switch environment["AGENCY"] {
        case Dukcapil.agency:
            if isSimulated { await simulate(Dukcapil.agency, Dukcapil.code, Dukcapil.identity) }
            await (try Dukcapil.worker()).run()
        case Dinkes.agency:
            if isSimulated { await simulate(Dinkes.agency, Dinkes.code, Dinkes.technical) }
            await (try Dinkes.worker()).run()
        default:
            FileHandle.standardError.write(Data("AGENCY must be dukcapil or dinkes-3574\n".utf8))
            exit(78)
        }
    }

    private static func simulate(_ agency: String, _ code: String, _ check: @escaping AgencyWorker.Check) async {
        do throws(ContractViolation) {
            await SimulatedAgency(agency: try AgencyCode(agency), checks: [(try CheckCode(code), check)]).run()
        } catch {
            FileHandle.standardError.write(Data("\(agency): \(error)\n".utf8))
            exit(78)
        }
    }
}
