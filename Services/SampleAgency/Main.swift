import Foundation
import Worker

/// The sample agencies; the environment's `AGENCY` says which one this process is.
@main struct Main {
    static func main() async throws {
        switch ProcessInfo.processInfo.environment["AGENCY"] {
        case "dukcapil":
            await (try Dukcapil.worker()).run()
        case "dinkes-3574":
            await (try Dinkes.worker()).run()
        default:
            FileHandle.standardError.write(Data("AGENCY must be dukcapil or dinkes-3574\n".utf8))
            exit(78)
        }
    }
}
